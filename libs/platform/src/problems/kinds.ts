import { belgifKind, refusalKind } from './refusal.js';

// The problems that any operation can meet. Those of one feature stand beside its rules.

export const badRequest = belgifKind({
  code: 'badRequest',
  status: 400,
  title: 'Bad Request',
  detail: {
    fr: 'La demande contient des données incorrectes: voir issues.',
    nl: 'De aanvraag bevat foute gegevens: zie issues.',
    en: 'The request holds incorrect input: see issues.',
    de: 'Die Anfrage enthält fehlerhafte Angaben: siehe issues.',
  },
});

export const noAccessToken = belgifKind({
  code: 'noAccessToken',
  status: 401,
  title: 'No Access Token',
  detail: {
    fr: 'Un jeton d’accès est requis: Authorization: Bearer <jeton>.',
    nl: 'Een toegangstoken is vereist: Authorization: Bearer <token>.',
    en: 'An access token is required: Authorization: Bearer <token>.',
    de: 'Ein Zugriffstoken ist erforderlich: Authorization: Bearer <Token>.',
  },
});

export const invalidAccessToken = belgifKind({
  code: 'invalidAccessToken',
  status: 401,
  title: 'Invalid Access Token',
  detail: {
    fr: 'Le jeton d’accès est refusé: demandez-en un nouveau à un émetteur reconnu.',
    nl: 'Het toegangstoken wordt geweigerd: vraag een nieuw aan bij een erkende uitgever.',
    en: 'The access token is refused: ask a recognised issuer for a new one.',
    de: 'Das Zugriffstoken wird abgelehnt: fordern Sie bei einem anerkannten Aussteller ein neues an.',
  },
});

export const expiredAccessToken = belgifKind({
  code: 'expiredAccessToken',
  status: 401,
  title: 'Expired Access Token',
  detail: {
    fr: 'Le jeton d’accès a expiré: demandez-en un nouveau.',
    nl: 'Het toegangstoken is verlopen: vraag een nieuw aan.',
    en: 'The access token has expired: ask for a new one.',
    de: 'Das Zugriffstoken ist abgelaufen: fordern Sie ein neues an.',
  },
});

export const invalidApiKey = refusalKind({
  code: 'invalidApiKey',
  status: 401,
  title: 'Invalid API Key',
  detail: {
    fr: 'La clé d’API est refusée: elle est inconnue, révoquée ou expirée.',
    nl: 'De API-sleutel wordt geweigerd: hij is onbekend, ingetrokken of verlopen.',
    en: 'The API key is refused: it is unknown, revoked or expired.',
    de: 'Der API-Schlüssel wird abgelehnt: er ist unbekannt, widerrufen oder abgelaufen.',
  },
});

export const missingScope = belgifKind({
  code: 'missingScope',
  status: 403,
  title: 'Missing Scope',
  detail: {
    fr: 'Cette opération demande le droit «{requiredScope}».',
    nl: 'Deze bewerking vereist het recht «{requiredScope}».',
    en: 'This operation needs the scope "{requiredScope}".',
    de: 'Dieser Vorgang erfordert die Berechtigung «{requiredScope}».',
  },
});

export const missingPermission = belgifKind({
  code: 'missingPermission',
  status: 403,
  title: 'Missing Permission',
  detail: {
    fr: 'Vous ne pouvez pas poser cet acte sur cette fiche.',
    nl: 'U mag deze handeling op dit dossier niet stellen.',
    en: 'You may not perform this act on this record.',
    de: 'Sie dürfen diese Handlung an diesem Eintrag nicht vornehmen.',
  },
});

export const resourceNotFound = belgifKind({
  code: 'resourceNotFound',
  status: 404,
  title: 'Resource Not Found',
  detail: {
    fr: 'Rien ne se trouve à cette adresse.',
    nl: 'Er is niets te vinden op dit adres.',
    en: 'There is nothing at this address.',
    de: 'Unter dieser Adresse ist nichts zu finden.',
  },
});

export const methodNotAllowed = refusalKind({
  code: 'methodNotAllowed',
  status: 405,
  title: 'Method Not Allowed',
  detail: {
    fr: 'Cette adresse accepte: {allowed}.',
    nl: 'Dit adres aanvaardt: {allowed}.',
    en: 'This address accepts: {allowed}.',
    de: 'Diese Adresse akzeptiert: {allowed}.',
  },
});

export const stalePrecondition = refusalKind({
  code: 'stalePrecondition',
  status: 412,
  title: 'Precondition Failed',
  detail: {
    fr: 'La fiche a changé entre-temps (version {currentVersion}): relisez-la, puis recommencez.',
    nl: 'Het dossier is intussen gewijzigd (versie {currentVersion}): lees het opnieuw en probeer dan opnieuw.',
    en: 'The record has changed meanwhile (version {currentVersion}): read it again, then retry.',
    de: 'Der Eintrag wurde inzwischen geändert (Version {currentVersion}): lesen Sie ihn erneut und wiederholen Sie.',
  },
});

export const preconditionRequired = refusalKind({
  code: 'preconditionRequired',
  status: 428,
  title: 'Precondition Required',
  detail: {
    fr: 'Ajoutez If-Match avec l’ETag de la fiche que vous modifiez.',
    nl: 'Voeg If-Match toe met de ETag van het dossier dat u wijzigt.',
    en: 'Add If-Match with the ETag of the record that you change.',
    de: 'Fügen Sie If-Match mit dem ETag des Eintrags hinzu, den Sie ändern.',
  },
});

export const idempotencyConflict = refusalKind({
  code: 'idempotencyConflict',
  status: 409,
  title: 'Idempotency Conflict',
  detail: {
    fr: 'Cette clé Idempotency-Key a déjà servi à une autre demande: prenez-en une nouvelle.',
    nl: 'Deze Idempotency-Key is al voor een andere aanvraag gebruikt: neem een nieuwe.',
    en: 'This Idempotency-Key has served another request already: take a new one.',
    de: 'Dieser Idempotency-Key wurde bereits für eine andere Anfrage verwendet: nehmen Sie einen neuen.',
  },
});

export const requestInProgress = refusalKind({
  code: 'requestInProgress',
  status: 409,
  title: 'Request In Progress',
  retryAfterSec: 1,
  detail: {
    fr: 'La même demande est en cours de traitement: recommencez dans un instant avec la même clé pour en lire la réponse.',
    nl: 'Dezelfde aanvraag wordt al behandeld: probeer het zo dadelijk opnieuw met dezelfde sleutel om het antwoord te lezen.',
    en: 'The same request is being worked on: retry in a moment with the same key to read its answer.',
    de: 'Dieselbe Anfrage wird gerade bearbeitet: wiederholen Sie sie gleich mit demselben Schlüssel, um die Antwort zu lesen.',
  },
});

export const payloadTooLarge = belgifKind({
  code: 'payloadTooLarge',
  status: 413,
  title: 'Payload Too Large',
  detail: {
    fr: 'Le corps dépasse {limit} octets.',
    nl: 'De inhoud is groter dan {limit} bytes.',
    en: 'The body exceeds {limit} bytes.',
    de: 'Der Inhalt überschreitet {limit} Bytes.',
  },
});

export const unsupportedMediaType = refusalKind({
  code: 'unsupportedMediaType',
  status: 415,
  title: 'Unsupported Media Type',
  detail: {
    fr: 'Envoyez le corps comme: {supported}.',
    nl: 'Stuur de inhoud als: {supported}.',
    en: 'Send the body as: {supported}.',
    de: 'Senden Sie den Inhalt als: {supported}.',
  },
});

export const tooManyRequests = belgifKind({
  code: 'tooManyRequests',
  status: 429,
  title: 'Too Many Requests',
  detail: {
    fr: 'Vous avez atteint la limite de {limit} demandes; réessayez dans {retryAfterSec} s.',
    nl: 'U hebt de limiet van {limit} aanvragen bereikt; probeer het opnieuw over {retryAfterSec} s.',
    en: 'You have reached the limit of {limit} requests; retry in {retryAfterSec} s.',
    de: 'Sie haben die Grenze von {limit} Anfragen erreicht; versuchen Sie es in {retryAfterSec} s erneut.',
  },
});

export const internalServerError = belgifKind({
  code: 'internalServerError',
  status: 500,
  title: 'Internal Server Error',
  detail: {
    fr: 'Une erreur inattendue s’est produite; donnez-nous «instance» pour la retrouver.',
    nl: 'Er is een onverwachte fout opgetreden; geef ons «instance» om ze terug te vinden.',
    en: 'An unexpected error occurred; give us "instance" so that we can find it.',
    de: 'Ein unerwarteter Fehler ist aufgetreten; nennen Sie uns «instance», damit wir ihn finden.',
  },
});

export const overloaded = refusalKind({
  code: 'overloaded',
  status: 503,
  title: 'Overloaded',
  retryAfterSec: 1,
  detail: {
    fr: 'Le service «{service}» est saturé; réessayez dans un instant.',
    nl: 'De dienst «{service}» is overbelast; probeer het zo dadelijk opnieuw.',
    en: 'The service "{service}" is overloaded; retry in a moment.',
    de: 'Der Dienst «{service}» ist überlastet; versuchen Sie es gleich noch einmal.',
  },
});

export const serviceUnavailable = belgifKind({
  code: 'serviceUnavailable',
  status: 503,
  title: 'Service Unavailable',
  retryAfterSec: 5,
  detail: {
    fr: 'Le service «{service}» ne répond pas pour l’instant; réessayez plus tard.',
    nl: 'De dienst «{service}» antwoordt momenteel niet; probeer het later opnieuw.',
    en: 'The service "{service}" does not answer at the moment; retry later.',
    de: 'Der Dienst «{service}» antwortet derzeit nicht; versuchen Sie es später erneut.',
  },
});

export const gatewayTimeout = refusalKind({
  code: 'gatewayTimeout',
  status: 504,
  title: 'Gateway Timeout',
  detail: {
    fr: 'Le service «{service}» n’a pas répondu à temps. Pour une écriture, l’issue est inconnue: relisez avant de recommencer.',
    nl: 'De dienst «{service}» heeft niet op tijd geantwoord. Voor een wijziging is de uitkomst onbekend: lees opnieuw voor u herprobeert.',
    en: 'The service "{service}" did not answer in time. For a write the outcome is unknown: read again before you retry.',
    de: 'Der Dienst «{service}» hat nicht rechtzeitig geantwortet. Bei einer Änderung ist der Ausgang unbekannt: lesen Sie erneut, bevor Sie wiederholen.',
  },
});
