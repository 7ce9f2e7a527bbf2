// Every word of the page, in both languages.

const EN = {
  legend: "Layers and legend",
  records: "Records",
  search: "Search records",
  shownOf: (shown, all) => (shown < all ? `${shown} of ${all} shown; search for others` : `${all} shown`),
  none: "No record has these words",
  time: "Time",
  earlier: "Earlier change",
  later: "Later change",
  step: (step, steps) => `change ${step} of ${steps}`,
  asReported: "As reported for",
  unchanged: (until) => `no change until ${until}`,
  knownAt: "As known at",
  audience: "For",
  audiences: { public: "the public", partner: "partners", internal: "internal use" },
  sources: "Sources",
  noSources: "none named",
  language: "العربية",
  languageTag: "ar",
  evidence: "Evidence",
  because: "Because",
  state: "State",
  since: "From",
  until: "Until",
  open: "further notice",
  always: "at all times",
  key: "Key",
  others: "Other details",
  here: (count) => `${count} things here`,
  close: "Close",
  map: "Map; arrow keys move it, plus and minus zoom, Enter tells what is in the middle",
  notNow: "not shown at this time",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  namesLeftOut: "Too many names to write here; zoom in to see them",
  notDrawn: "This browser cannot draw the map (it has no WebGL); the records and their states are in the list.",
  unreadable: "This page holds no data that it can read.",
  yes: "yes",
  no: "no",
  states: {
    plain: ["", ", state unknown", ", not in use"],
    force: [", in force", ", state unknown", ", not in force"],
    reported: [", as reported", ", time not known", ", at another time"],
    open: [", reported open", ", state unknown", ", closed"],
  },
  stateWords: {
    plain: ["", "unknown", "not in use"],
    force: ["in force", "unknown", "not in force"],
    reported: ["as reported", "time not known", "at another time"],
    open: ["reported open", "unknown", "closed"],
  },
  subjects: {
    neighbourhood: "Neighbourhood", street: "Street", "assembly-point": "Assembly point", shelter: "Shelter",
    "curfew-zone": "Curfew zone", "restricted-zone": "Restricted zone", "hazard-zone": "Hazard zone",
    "front-line": "Front line", "area-of-control": "Area of control", checkpoint: "Checkpoint",
    "safe-corridor": "Announced corridor", incident: "Incident", route: "Planned route", reached: "Street within reach",
    flow: "People who take the street", catchment: "Where people go", bottleneck: "Holds people up",
    cut: "Way cut off", unserved: "No way, or not for all", "finding-error": "Finding: error",
    "finding-warning": "Finding: warning", "finding-info": "Finding: information", crowd: "People gathered",
    trace: "Trace of one", other: "Other",
  },
  reasons: {
    "window-stated": "the source states a window in which it holds",
    "hours-stated": "the source states hours at which it holds",
    "outside-times-stated": "the source states times, and this is none of them",
    "said-otherwise": "the source states what holds at all other times",
    "said-unknown": "the source says that it is not known at this time",
    "no-times-stated": "no source states any times; silence does not mean open",
    "reported-closed": "it is reported closed",
    "status-unknown": "no source says that it lets people pass",
    "always-there": "it is there all the time",
  },
  layers: {},
  fields: {
    source: "Source", source_url: "Where it can be read", said_at: "Said at", recorded_at: "Taken down at",
    method: "How it became data", confidence: "Confidence", sensitivity: "Sensitivity", name: "Name",
    name_ar: "Name in Arabic", name_en: "Name in English", width_m: "Width (m)", direction: "Direction", modes: "Travel modes",
    persons_per_hour: "Persons an hour", announced_by: "Announced by", agreed_by: "Agreed by",
    entry_checkpoint: "Checkpoint at the entry", exit_checkpoint: "Checkpoint at the exit", serves: "Serves",
    exempt_from: "Exempt from", issued_by: "Issued by", capacity: "Capacity (persons)", occupancy: "Persons in it",
    population: "Population", population_as_of: "Population as of", population_source: "Population according to",
    vulnerable: "Must be got out", status: "Status reported", controlled_by: "Controlled by", delay_s: "Delay (s)",
    queue_persons: "Persons waiting", hazard: "Hazard", severity: "Severity", party: "Party", parties: "Parties",
    radius_m: "Radius (m)", event: "Event", pcode: "P-code", neighbourhood: "Neighbourhood", schedule: "Times as stated",
    precision_m: "Precision (m)", kind: "Kind", id: "Identifier", class: "Class", text: "Finding", code: "Code",
    evidence: "Records that show it", corridor: "Corridor",
  },
  disclaimer: null,
};

const AR = {
  legend: "الطبقات ودليل الرموز",
  records: "السجلات",
  search: "البحث في السجلات",
  shownOf: (shown, all) => (shown < all ? `يظهر ${shown} من ${all}؛ ابحث عن غيرها` : `عدد السجلات الظاهرة: ${all}`),
  none: "لا سجل فيه هذه الكلمات",
  time: "الوقت",
  earlier: "التغيّر السابق",
  later: "التغيّر التالي",
  step: (step, steps) => `التغيّر ${step} من ${steps}`,
  asReported: "حسب ما أُبلغ عنه في",
  unchanged: (until) => `لا تغيّر حتى ${until}`,
  knownAt: "بحسب المعلوم حتى",
  audience: "مخصصة لـ",
  audiences: { public: "الجمهور", partner: "الشركاء", internal: "الاستخدام الداخلي" },
  sources: "المصادر",
  noSources: "لم يُذكر مصدر",
  language: "English",
  languageTag: "en",
  evidence: "الأدلة",
  because: "السبب",
  state: "الحالة",
  since: "من",
  until: "حتى",
  open: "إشعار آخر",
  always: "في كل وقت",
  key: "المفتاح",
  others: "تفاصيل أخرى",
  here: (count) => `عدد الأشياء هنا: ${count}`,
  close: "إغلاق",
  map: "خريطة؛ مفاتيح الأسهم تحركها، وزائد وناقص للتكبير والتصغير، وإدخال لمعرفة ما في الوسط",
  notNow: "لا يظهر في هذا الوقت",
  zoomIn: "تكبير",
  zoomOut: "تصغير",
  namesLeftOut: "الأسماء هنا كثيرة فلم تُكتب؛ قرّب الخريطة لتظهر",
  notDrawn: "لا يستطيع هذا المتصفح رسم الخريطة (لا WebGL فيه)؛ السجلات وحالاتها في القائمة.",
  unreadable: "لا بيانات مقروءة في هذه الصفحة.",
  yes: "نعم",
  no: "لا",
  states: {
    plain: ["", "، الحالة غير معروفة", "، غير مستخدم"],
    force: ["، نافذ", "، الحالة غير معروفة", "، غير نافذ"],
    reported: ["، كما أُبلغ", "، الوقت غير معروف", "، في وقت آخر"],
    open: ["، أُبلغ أنه مفتوح", "، الحالة غير معروفة", "، مغلق"],
  },
  stateWords: {
    plain: ["", "غير معروف", "غير مستخدم"],
    force: ["نافذ", "غير معروف", "غير نافذ"],
    reported: ["كما أُبلغ", "الوقت غير معروف", "في وقت آخر"],
    open: ["أُبلغ أنه مفتوح", "غير معروف", "مغلق"],
  },
  subjects: {
    neighbourhood: "حي", street: "شارع", "assembly-point": "نقطة تجمع", shelter: "مأوى",
    "curfew-zone": "منطقة حظر تجول", "restricted-zone": "منطقة محظورة", "hazard-zone": "منطقة خطر",
    "front-line": "خط تماس", "area-of-control": "منطقة سيطرة", checkpoint: "حاجز",
    "safe-corridor": "ممر معلن", incident: "حادث", route: "طريق مخطط", reached: "شارع يمكن بلوغه",
    flow: "من يسلكون الشارع", catchment: "إلى أين يذهب الناس", bottleneck: "يعيق الناس",
    cut: "طريق مقطوع", unserved: "لا طريق، أو ليس للجميع", "finding-error": "ملاحظة: خطأ",
    "finding-warning": "ملاحظة: تحذير", "finding-info": "ملاحظة: معلومة", crowd: "تجمع ناس",
    trace: "أثر شخص", other: "غير ذلك",
  },
  reasons: {
    "window-stated": "يذكر المصدر فترة يسري فيها",
    "hours-stated": "يذكر المصدر ساعات يسري فيها",
    "outside-times-stated": "يذكر المصدر أوقاتاً، وهذا ليس منها",
    "said-otherwise": "يذكر المصدر ما يسري في سائر الأوقات",
    "said-unknown": "يقول المصدر إن الحال غير معروف في هذا الوقت",
    "no-times-stated": "لا مصدر يذكر أي وقت؛ والصمت لا يعني أنه مفتوح",
    "reported-closed": "أُبلغ أنه مغلق",
    "status-unknown": "لا مصدر يقول إنه يسمح بالمرور",
    "always-there": "موجود في كل وقت",
  },
  layers: {
    neighbourhoods: "الأحياء", "curfew-zones": "مناطق حظر التجول", "restricted-zones": "المناطق المحظورة",
    "hazard-zones": "مناطق الخطر", "front-lines": "خطوط التماس", "areas-of-control": "مناطق السيطرة",
    checkpoints: "الحواجز", corridors: "الممرات المعلنة", shelters: "المآوي", "assembly-points": "نقاط التجمع",
    incidents: "الحوادث", streets: "الشوارع", "finding-areas": "ملاحظات عن مناطق",
    "finding-lines": "ملاحظات على الممرات", "finding-points": "ملاحظات عن أماكن",
  },
  fields: {
    source: "المصدر", source_url: "أين يمكن قراءته", said_at: "قيل في", recorded_at: "سُجّل في",
    method: "كيف صار بيانات", confidence: "درجة التأكيد", sensitivity: "الحساسية", name: "الاسم",
    name_ar: "الاسم بالعربية", name_en: "الاسم بالإنكليزية", width_m: "العرض (م)", direction: "الاتجاه", modes: "وسائل التنقل",
    persons_per_hour: "أشخاص في الساعة", announced_by: "أعلنه", agreed_by: "وافق عليه",
    entry_checkpoint: "حاجز الدخول", exit_checkpoint: "حاجز الخروج", serves: "يخدم",
    exempt_from: "مستثنى من", issued_by: "أصدره", capacity: "السعة (أشخاص)", occupancy: "الأشخاص فيه",
    population: "السكان", population_as_of: "السكان بتاريخ", population_source: "السكان بحسب",
    vulnerable: "يجب إخراجه", status: "الحالة المبلغ عنها", controlled_by: "يسيطر عليه", delay_s: "التأخير (ث)",
    queue_persons: "المنتظرون", hazard: "الخطر", severity: "الشدة", party: "الطرف", parties: "الأطراف",
    radius_m: "نصف القطر (م)", event: "الحدث", pcode: "رمز المكان", neighbourhood: "الحي", schedule: "الأوقات كما ذُكرت",
    precision_m: "الدقة (م)", kind: "النوع", id: "المعرّف", class: "الصنف", text: "الملاحظة", code: "الرمز",
    evidence: "السجلات الدالة عليها", corridor: "الممر",
  },
  disclaimer:
    "كما أبلغت المصادر المذكورة؛ وليس بياناً بأن أي طريق سالك أو خالٍ من الخطر. لا تعني الحدود والأسماء الظاهرة أي إقرار بها.",
};

const ALL = { en: EN, ar: AR };

/// The words of a language the page has; English for any other.
export const wordsOf = (language) => ALL[language] ?? EN;

/// The language to open in: as the file says, as the reader's browser says, English.
export function firstLanguage(said, browser) {
  if (ALL[said]) return said;
  const wanted = (browser ?? []).map((tag) => tag.slice(0, 2)).find((tag) => ALL[tag]);
  return wanted ?? "en";
}

/// Which words a subject has for its states.
const SORT = {
  checkpoint: "open", "safe-corridor": "open",
  "curfew-zone": "force", "restricted-zone": "force", "hazard-zone": "force",
  "front-line": "reported", "area-of-control": "reported", incident: "reported", crowd: "reported", trace: "reported",
};
const PLACE = { holds: 0, unknown: 1, "does-not-hold": 2 };

/// What a style class such as `safe-corridor/holds` is called.
export function classWord(words, style) {
  const [subject, state] = style.split("/");
  const noun = words.subjects[subject] ?? words.subjects.other;
  if (subject === "neighbourhood" || subject === "street") return noun;
  return noun + (words.states[SORT[subject] ?? "plain"][PLACE[state]] ?? "");
}

/// What its state alone is called.
export function stateWord(words, style) {
  const [subject, state] = style.split("/");
  return words.stateWords[SORT[subject] ?? "plain"][PLACE[state]] ?? words.stateWords.plain[1];
}
