// The raw limit: Fastify and pg on the same table, nothing else. Runs as a separate process: `node bare.ts <url> <port>`.
import fastify from 'fastify';
import pg from 'pg';

const [url, port] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 10 });
const app = fastify();

const columns = 'id, ref, version, status, title, parties, level, signed_on, ended_on, classification';
const whole = `${columns}, objective, departments, obligations, source, end_reason`;

app.get<{ Querystring: { status: string; pageSize: string } }>('/agreements', async (request) => {
  const { status, pageSize } = request.query;
  const { rows } = await pool.query(
    `SELECT ${columns} FROM agreement WHERE status = $1 ORDER BY coalesce(signed_on, 'infinity'::date) DESC, id DESC LIMIT $2`,
    [status, Number(pageSize)],
  );
  return { items: rows };
});

app.get<{ Params: { id: string } }>('/agreements/:id', async (request) => {
  const { rows } = await pool.query(`SELECT ${whole} FROM agreement WHERE id = $1`, [request.params.id]);
  return rows[0];
});

app.post<{ Body: Record<string, unknown> }>('/agreements', async (request, reply) => {
  const { title, parties, level, objective, departments, obligations, source, classification } = request.body;
  const { rows } = await pool.query(
    `INSERT INTO bench_agreement (id, ref, version, status, title, parties, level, objective, departments, obligations, source, classification)
     VALUES (gen_random_uuid(), 'B-' || nextval('bench_reference'), 1, 'draft', $1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${whole}`,
    [title, parties, level, objective, departments, JSON.stringify(obligations), source, classification],
  );
  return reply.code(201).send(rows[0]);
});

await app.listen({ port: Number(port), host: '127.0.0.1' });
