// Exits 0 when this container's service is alive.
const url = `http://127.0.0.1:${process.env.HEALTH_PORT}/livez`;
const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(({ message }) => ({
  ok: false,
  message,
}));
if (!answer.ok) console.error(`${url}: ${answer.status ?? answer.message}`);
process.exitCode = answer.ok ? 0 : 1;
