import type { Texts } from '@passerelle/platform/problems';

// What to do about a problem follows from its status; what happened is told by its own words.

const remedies: Readonly<Record<number, Texts>> = {
  400: {
    fr: 'Corrigez chaque point de «issues», qui nomme l’endroit et la faute, puis renvoyez la demande. La même demande serait refusée de nouveau.',
    nl: 'Verbeter elk punt van «issues», dat de plaats en de fout noemt, en stuur de aanvraag opnieuw. Dezelfde aanvraag zou opnieuw geweigerd worden.',
    en: 'Correct each point of "issues", which names the place and the fault, then send the request again. The same request would be refused again.',
    de: 'Berichtigen Sie jeden Punkt von «issues», der Ort und Fehler nennt, und senden Sie die Anfrage erneut. Dieselbe Anfrage würde wieder abgelehnt.',
  },
  401: {
    fr: 'Demandez un jeton d’accès à un émetteur reconnu, ou une clé à votre administrateur, et joignez-le à la demande.',
    nl: 'Vraag een toegangstoken aan een erkende uitgever, of een sleutel aan uw beheerder, en voeg het bij de aanvraag.',
    en: 'Ask a recognised issuer for an access token, or your administrator for a key, and send it with the request.',
    de: 'Fordern Sie ein Zugriffstoken bei einem anerkannten Aussteller oder einen Schlüssel bei Ihrem Administrator an und senden Sie es mit der Anfrage.',
  },
  403: {
    fr: 'Votre identité est connue, mais ce droit vous manque: demandez-le à la personne qui gère les accès de votre organisation.',
    nl: 'Uw identiteit is bekend, maar u mist dit recht: vraag het aan wie de toegangen van uw organisatie beheert.',
    en: 'You are known, but you lack this right: ask whoever manages access in your organisation.',
    de: 'Sie sind bekannt, aber dieses Recht fehlt Ihnen: wenden Sie sich an die Person, die in Ihrer Organisation die Zugänge verwaltet.',
  },
  404: {
    fr: 'Vérifiez l’adresse: une seule orthographe est servie. La fiche peut aussi ne pas vous être accessible.',
    nl: 'Controleer het adres: er is maar één schrijfwijze. Het dossier kan ook niet voor u toegankelijk zijn.',
    en: 'Check the address: only one spelling is served. The record may also not be open to you.',
    de: 'Prüfen Sie die Adresse: nur eine Schreibweise gilt. Der Eintrag kann auch für Sie nicht zugänglich sein.',
  },
  405: {
    fr: 'Utilisez une des méthodes que nomme l’en-tête Allow.',
    nl: 'Gebruik een van de methodes die de header Allow noemt.',
    en: 'Use one of the methods that the header Allow names.',
    de: 'Verwenden Sie eine der Methoden, die der Header Allow nennt.',
  },
  409: {
    fr: 'La demande est bien formée, mais l’état actuel des fiches ne la permet pas: relisez-les, puis décidez s’il faut la changer ou y renoncer.',
    nl: 'De aanvraag is goed gevormd, maar de huidige toestand van de dossiers laat ze niet toe: lees ze opnieuw en beslis of u ze aanpast of laat vallen.',
    en: 'The request is well formed, but the present state of the records does not permit it: read them again, then decide whether to change it or to give it up.',
    de: 'Die Anfrage ist wohlgeformt, aber der jetzige Stand der Einträge lässt sie nicht zu: lesen Sie diese erneut und entscheiden Sie, ob Sie sie ändern oder fallen lassen.',
  },
  412: {
    fr: 'Relisez la fiche à l’adresse «currentHref», reportez-y vos changements, puis renvoyez-les avec son nouvel ETag.',
    nl: 'Lees het dossier opnieuw op het adres «currentHref», breng uw wijzigingen over en stuur ze met de nieuwe ETag.',
    en: 'Read the record again at "currentHref", apply your changes to it, then send them with its new ETag.',
    de: 'Lesen Sie den Eintrag unter «currentHref» erneut, übertragen Sie Ihre Änderungen und senden Sie sie mit dem neuen ETag.',
  },
  413: {
    fr: 'Envoyez moins à la fois, ou mettez les longs textes dans un document.',
    nl: 'Stuur minder tegelijk, of zet lange teksten in een document.',
    en: 'Send less at a time, or put long texts in a document.',
    de: 'Senden Sie weniger auf einmal oder legen Sie lange Texte in ein Dokument.',
  },
  415: {
    fr: 'Envoyez du JSON en UTF-8, sans compression, avec le Content-Type indiqué.',
    nl: 'Stuur JSON in UTF-8, zonder compressie, met het vermelde Content-Type.',
    en: 'Send JSON in UTF-8, without compression, with the Content-Type given.',
    de: 'Senden Sie JSON in UTF-8, ohne Kompression, mit dem angegebenen Content-Type.',
  },
  428: {
    fr: 'Lisez la fiche et renvoyez son ETag dans If-Match: ainsi personne n’efface le changement d’un autre.',
    nl: 'Lees het dossier en stuur zijn ETag mee in If-Match: zo wist niemand de wijziging van een ander.',
    en: 'Read the record and send its ETag in If-Match: so nobody overwrites the change of another.',
    de: 'Lesen Sie den Eintrag und senden Sie seinen ETag in If-Match: so überschreibt niemand die Änderung eines anderen.',
  },
  429: {
    fr: 'Attendez le nombre de secondes de Retry-After. L’en-tête RateLimit de chaque réponse dit ce qu’il vous reste; If-None-Match évite des demandes inutiles.',
    nl: 'Wacht het aantal seconden van Retry-After. De header RateLimit van elk antwoord zegt wat u overhoudt; If-None-Match spaart nutteloze aanvragen.',
    en: 'Wait for the seconds of Retry-After. The header RateLimit of each answer tells what you have left; If-None-Match saves needless requests.',
    de: 'Warten Sie die Sekunden von Retry-After ab. Der Header RateLimit jeder Antwort sagt, was Ihnen bleibt; If-None-Match spart unnötige Anfragen.',
  },
  503: {
    fr: 'La demande n’a pas été exécutée: réessayez après le délai de Retry-After.',
    nl: 'De aanvraag is niet uitgevoerd: probeer opnieuw na de tijd van Retry-After.',
    en: 'The request was not performed: retry after the time of Retry-After.',
    de: 'Die Anfrage wurde nicht ausgeführt: versuchen Sie es nach der Zeit von Retry-After erneut.',
  },
  504: {
    fr: 'Une lecture peut être répétée. Répétez une écriture avec la même Idempotency-Key: elle ne sera pas exécutée deux fois.',
    nl: 'Een lezing mag herhaald worden. Herhaal een wijziging met dezelfde Idempotency-Key: ze wordt geen twee keer uitgevoerd.',
    en: 'A read may be repeated. Repeat a write with the same Idempotency-Key: it will not be performed twice.',
    de: 'Ein Lesen darf wiederholt werden. Wiederholen Sie ein Schreiben mit demselben Idempotency-Key: es wird nicht zweimal ausgeführt.',
  },
};

const otherwise: Texts = {
  fr: 'La faute est de notre côté. Réessayez plus tard; si le problème persiste, donnez-nous «instance» et l’en-tête BelGov-Trace-Id.',
  nl: 'De fout ligt bij ons. Probeer later opnieuw; blijft het probleem bestaan, geef ons dan «instance» en de header BelGov-Trace-Id.',
  en: 'The fault is ours. Retry later; if it stays, give us "instance" and the header BelGov-Trace-Id.',
  de: 'Der Fehler liegt bei uns. Versuchen Sie es später erneut; bleibt er bestehen, nennen Sie uns «instance» und den Header BelGov-Trace-Id.',
};

export const remedyFor = (status: number): Texts => remedies[status] ?? otherwise;
