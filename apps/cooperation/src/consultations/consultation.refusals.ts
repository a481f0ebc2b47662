import { refusalKind } from '@passerelle/platform/problems';

export const noDraft = refusalKind({
  code: 'noDraft',
  status: 409,
  title: 'No Draft',
  detail: {
    fr: 'Cette partie du plan n’a pas encore de projet adopté: «{legalBasis}» ne s’applique qu’à un projet.',
    nl: 'Dit onderdeel van het plan heeft nog geen vastgesteld ontwerp: «{legalBasis}» geldt enkel voor een ontwerp.',
    en: 'This part of the plan has no adopted draft yet: "{legalBasis}" applies to a draft only.',
    de: 'Dieser Teil des Plans hat noch keinen angenommenen Entwurf: «{legalBasis}» gilt nur für einen Entwurf.',
  },
});

export const tooLateToConsult = refusalKind({
  code: 'tooLateToConsult',
  status: 409,
  title: 'Too Late To Consult',
  detail: {
    fr: 'Cette partie du plan est définitivement adoptée depuis le {adoptedOn}: une consultation précède l’adoption.',
    nl: 'Dit onderdeel van het plan is definitief vastgesteld sinds {adoptedOn}: een raadpleging gaat daaraan vooraf.',
    en: 'This part of the plan has been finally adopted since {adoptedOn}: a consultation comes before that.',
    de: 'Dieser Teil des Plans ist seit dem {adoptedOn} endgültig angenommen: eine Konsultation geht dem voraus.',
  },
});

export const rieMissing = refusalKind({
  code: 'rieMissing',
  status: 409,
  title: 'Environmental Report Missing',
  detail: {
    fr: 'La notification ne contient pas le rapport sur les incidences environnementales, que «{legalBasis}» exige.',
    nl: 'De kennisgeving bevat het milieueffectenrapport niet, dat «{legalBasis}» vereist.',
    en: 'The notice does not hold the environmental report, which "{legalBasis}" asks for.',
    de: 'Die Mitteilung enthält den Umweltbericht nicht, den «{legalBasis}» verlangt.',
  },
});

export const documentsMissing = refusalKind({
  code: 'documentsMissing',
  status: 409,
  title: 'Documents Missing',
  detail: {
    fr: 'Il manque des documents que «{legalBasis}» exige: {missing}.',
    nl: 'Er ontbreken documenten die «{legalBasis}» vereist: {missing}.',
    en: 'Documents that "{legalBasis}" asks for are missing: {missing}.',
    de: 'Es fehlen Dokumente, die «{legalBasis}» verlangt: {missing}.',
  },
});

export const legalBasisNotApplicable = refusalKind({
  code: 'legalBasisNotApplicable',
  status: 409,
  title: 'Legal Basis Not Applicable',
  detail: {
    fr: '«{legalBasis}» ne s’applique pas à un plan du type «{planType}».',
    nl: '«{legalBasis}» is niet van toepassing op een plan van het type «{planType}».',
    en: '"{legalBasis}" does not apply to a plan of the type "{planType}".',
    de: '«{legalBasis}» gilt nicht für einen Plan des Typs «{planType}».',
  },
});

export const notAdjacent = refusalKind({
  code: 'notAdjacent',
  status: 409,
  title: 'Not Adjacent',
  detail: {
    fr: 'Le territoire du plan ne touche pas celui de {affectedParty}.',
    nl: 'Het grondgebied van het plan grenst niet aan dat van {affectedParty}.',
    en: 'The area of the plan does not touch that of {affectedParty}.',
    de: 'Das Plangebiet grenzt nicht an das von {affectedParty}.',
  },
});

export const notAddressed = refusalKind({
  code: 'notAddressed',
  status: 409,
  title: 'Not Addressed',
  detail: {
    fr: 'La notification n’est pas adressée à {affectedParty}.',
    nl: 'De kennisgeving is niet gericht aan {affectedParty}.',
    en: 'The notice is not addressed to {affectedParty}.',
    de: 'Die Mitteilung ist nicht an {affectedParty} gerichtet.',
  },
});

export const consultationAlreadyOpen = refusalKind({
  code: 'consultationAlreadyOpen',
  status: 409,
  title: 'Consultation Already Open',
  detail: {
    fr: '{affectedParty} est déjà consultée sur ce projet au titre de «{legalBasis}».',
    nl: '{affectedParty} wordt over dit ontwerp al geraadpleegd op grond van «{legalBasis}».',
    en: '{affectedParty} is being consulted on this draft under "{legalBasis}" already.',
    de: '{affectedParty} wird zu diesem Entwurf aufgrund von «{legalBasis}» bereits konsultiert.',
  },
});

export const ownProposal = refusalKind({
  code: 'ownProposal',
  status: 409,
  title: 'Own Proposal',
  detail: {
    fr: 'C’est à l’autre partie d’accepter cette proposition.',
    nl: 'Het is aan de andere partij om dit voorstel te aanvaarden.',
    en: 'It is for the other side to accept this proposal.',
    de: 'Es ist Sache der anderen Seite, diesen Vorschlag anzunehmen.',
  },
});

export const notProposed = refusalKind({
  code: 'notProposed',
  status: 409,
  title: 'Not Proposed',
  detail: {
    fr: 'Ce jour n’est pas proposé; proposition en cours: {proposed}.',
    nl: 'Deze dag is niet voorgesteld; lopend voorstel: {proposed}.',
    en: 'This day is not proposed; pending proposal: {proposed}.',
    de: 'Dieser Tag ist nicht vorgeschlagen; offener Vorschlag: {proposed}.',
  },
});

export const notAnExtension = refusalKind({
  code: 'notAnExtension',
  status: 409,
  title: 'Not An Extension',
  detail: {
    fr: 'Une prolongation va au-delà du {dueOn}.',
    nl: 'Een verlenging gaat verder dan {dueOn}.',
    en: 'An extension goes beyond {dueOn}.',
    de: 'Eine Verlängerung geht über den {dueOn} hinaus.',
  },
});

export const pointsUnanswered = refusalKind({
  code: 'pointsUnanswered',
  status: 409,
  title: 'Points Unanswered',
  detail: {
    fr: 'Chaque remarque de l’avis reçoit une réponse, et une seule: manquent {missing}; en trop {unknown}.',
    nl: 'Elke opmerking van het advies krijgt één antwoord: ontbreken {missing}; te veel {unknown}.',
    en: 'Each point of the opinion gets one answer: missing {missing}; not in it {unknown}.',
    de: 'Jeder Punkt der Stellungnahme erhält genau eine Antwort: es fehlen {missing}; zu viel {unknown}.',
  },
});

/** I8: whoever speaks for a region speaks for no other. */
export const noMandateForParty = refusalKind({
  code: 'noMandateForParty',
  status: 409,
  title: 'No Mandate For Party',
  detail: {
    fr: 'Vous agissez pour {party}, et cet acte est celui de l’autre partie.',
    nl: 'U handelt voor {party}, en deze handeling is die van de andere partij.',
    en: 'You act for {party}, and this act is that of the other side.',
    de: 'Sie handeln für {party}, und diese Handlung ist die der anderen Seite.',
  },
});

/** G11: what is written of a plan is never more open than the plan. */
export const classificationLeak = refusalKind({
  code: 'classificationLeak',
  status: 409,
  title: 'Classification Leak',
  detail: {
    fr: 'Le plan est classé «{plan}»: ce qui en est dit ne peut être plus ouvert.',
    nl: 'Het plan is geclassificeerd als «{plan}»: wat erover wordt gezegd, mag niet opener zijn.',
    en: 'The plan is classified "{plan}": what is said of it cannot be more open.',
    de: 'Der Plan ist als «{plan}» eingestuft: was über ihn gesagt wird, darf nicht offener sein.',
  },
});

/** The papers of an earlier draft say nothing of the one that is consulted on. */
export const noticeOutdated = refusalKind({
  code: 'noticeOutdated',
  status: 409,
  title: 'Notice Outdated',
  detail: {
    fr: 'La notification du {noticedOn} est antérieure au projet du {draftedOn}: notifiez d’abord celui-ci.',
    nl: 'De kennisgeving van {noticedOn} dateert van vóór het ontwerp van {draftedOn}: geef eerst daarvan kennis.',
    en: 'The notice of {noticedOn} is older than the draft of {draftedOn}: send notice of that one first.',
    de: 'Die Mitteilung vom {noticedOn} ist älter als der Entwurf vom {draftedOn}: teilen Sie zuerst diesen mit.',
  },
});
