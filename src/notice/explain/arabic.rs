//! Explanations in Arabic.
//!
//! Floor 2.
//!
//! Sentences are built so that nothing has to agree with the gender of a name:
//! "صدر عن …" and not "قال" or "قالت". Digits are Western.

use super::super::completeness::{Completeness, CorridorItem};
use super::super::content::{Content, ReturnRule};
use super::super::lineage::Witness;
use super::super::status::{Missing, Status, StatusRule};
use super::super::timing::{DayHours, Reading, Recurrence, Timing};
use super::{Facts, Language, NoticeId, Saying, isolated};
use crate::model::CheckpointStatus;
use crate::time::Schedule;
use crate::time::TimeWindow;
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

pub(super) fn sentences(facts: &Facts<'_>) -> Vec<String> {
    let mut said = vec![status(facts), basis(facts), rule(facts.report.rule).to_owned()];
    for saying in &facts.decided {
        said.extend(saying_sentences("", saying));
    }
    for saying in &facts.otherwise {
        said.extend(saying_sentences("كذلك ", saying));
    }
    if facts.more > 0 {
        said.push(format!("عدد البلاغات الأخرى عن ذلك الوقت التي لم تُذكر هنا: {}.", facts.more));
    }
    if !facts.missing.is_empty() {
        let missing: Vec<String> = facts.missing.iter().map(missing).collect();
        said.push(format!("لكي يُعدّ مفتوحًا ينقص ما يلي: {}.", missing.join("؛ ")));
    }
    said.push(readings(facts));
    said
}

fn subject(facts: &Facts<'_>) -> String {
    format!("{} «{}»", if facts.is_checkpoint { "الحاجز" } else { "الممر" }, facts.name)
}

fn status(facts: &Facts<'_>) -> String {
    let zone = facts.at.time_zone().iana_name();
    let zone = zone.map_or_else(|| facts.at.offset().to_string(), str::to_owned);
    let at = format!("يوم {} (بتوقيت {})،", date_time(&facts.at), name(&zone));
    let subject = subject(facts);
    match facts.report.status {
        Status::Open => format!(
            "{at} {subject} مفتوح بحسب ما صدر عن {}؛ وهذا لا يعني أنه خالٍ من الخطر.",
            and(&facts.openers)
        ),
        Status::OpenUnconfirmed => format!("{at} قيل إن {subject} مفتوح، لكن ذلك غير مؤكد."),
        Status::Contested => format!("{at} تتضارب الأقوال في ما إذا كان {subject} مفتوحًا."),
        Status::Closed => format!("{at} {subject} مغلق بحسب ما أُعلن."),
        Status::Expired => {
            format!("{at} كانت المدة المعلنة لفتح {subject} قد انقضت، ولم يصدر شيء جديد.")
        }
        Status::Unknown => format!("{at} لا يُعرف هل {subject} مفتوح أم لا."),
    }
}

fn basis(facts: &Facts<'_>) -> String {
    let known = match &facts.known_at {
        None => "كل ما هو مدوّن هنا".to_owned(),
        Some(at) => format!("ما كان معروفًا هنا يوم {}", date_time(at)),
    };
    let reading = match facts.report.query.reading {
        Reading::Cautious => "على الوجه الأكثر حذرًا",
        Reading::Once => "على أنها ليوم واحد فقط",
        Reading::Daily => "على أنها لكل يوم",
    };
    format!(
        "يستند هذا إلى {known}، وفق السياسة المسماة «{}»؛ وحيث لا يتضح هل الساعات ليوم واحد أم لكل يوم فقد فُهمت {reading}.",
        name(&facts.report.policy)
    )
}

/// Why, in words.
pub(super) const fn rule(rule: StatusRule) -> &'static str {
    match rule {
        StatusRule::ClosedWithoutOpening => {
            "السبب أن إغلاقًا يُعتدّ به كان ساريًا في ذلك الوقت، ولم يكن يقابله أي إعلان سارٍ بالفتح."
        }
        StatusRule::ClosedByAuthority => {
            "السبب أن جهة تسيطر على الطريق، أو سبق أن أعلنت فتحه، أغلقته بعد آخر إعلان بالفتح."
        }
        StatusRule::BothInForce => {
            "السبب أن إغلاقًا وإعلانًا بالفتح كانا ساريين معًا في ذلك الوقت، ولم يُلغِ أحدهما الآخر."
        }
        StatusRule::AllConditionsMet => {
            "السبب أن كل من تشترط السياسة قوله أعلن الفتح أو وافق عليه حديثًا، ولم يعارضه شيء يُعتدّ به."
        }
        StatusRule::Doubted => {
            "السبب أن بلاغًا لا يمكن الحكم على صدقه يعارض إعلان الفتح، مع أن سائر ما تشترطه السياسة متوفر."
        }
        StatusRule::ConditionMissing => {
            "السبب أن الفتح كان معلنًا لذلك الوقت، لكن شيئًا مما تشترطه السياسة ناقص."
        }
        StatusRule::TooOld => "السبب أن إعلان الفتح قديم إلى حد لا يمكن معه التعويل عليه.",
        StatusRule::TakenBack => "السبب أن إعلان الفتح الذي كان سيسري في ذلك الوقت قد سُحب.",
        StatusRule::WindowEnded => "السبب أن آخر مدة معلنة للفتح قد انتهت.",
        StatusRule::NotBegun => "السبب أن المدة المعلنة للفتح لم تكن قد بدأت.",
        StatusRule::Silence => "السبب أن لا شيء مما هو معروف يفتح الطريق أو يغلقه في ذلك الوقت.",
    }
}

fn saying_sentences(lead: &str, saying: &Saying<'_>) -> Vec<String> {
    let when = match &saying.said_at {
        Some(at) => format!("يوم {}", date_time(at)),
        None => "في وقت غير مدوّن".to_owned(),
    };
    let outlet = match &saying.outlet {
        Some(outlet) => format!("، ونُشر عبر {outlet}،"),
        None => String::new(),
    };
    let notice = saying.notice;
    let agreed = if notice.agreed_by.is_empty() {
        String::new()
    } else {
        let names: Vec<String> = notice.agreed_by.iter().map(|party| name(party)).collect();
        format!("، مع ذكر موافقة {}", and(&names))
    };
    let mut said = vec![format!(
        "{lead}صدر عن {} {when}{outlet} {}{}{agreed} (البلاغ {}).",
        saying.issuer,
        content(saying),
        time(saying),
        name(notice.id.as_str())
    )];
    if let Some(at) = &saying.known_at {
        said.push(format!("عُرف ذلك هنا يوم {}.", date_time(at)));
    }
    match saying.witness {
        Witness::Own => {}
        Witness::StatedCopy => {
            said.push("وهو نسخة عن قول سابق ولا يضيف شاهدًا.".to_owned());
        }
        Witness::InferredCopy => {
            said.push("وقد عُدّ نسخة عن قول سابق مع أنه لا يذكر ذلك، فلا يضيف شاهدًا.".to_owned());
        }
        Witness::Misquote => {
            said.push("وهو يذكر أنه نسخة، لكنه يقول غير ما ينقله.".to_owned());
        }
    }
    if saying.copies > 0 {
        let inferred = match saying.inferred {
            0 => String::new(),
            some => format!(" (منها {some} عُدّت نسخًا مع أنها لا تذكر ذلك)"),
        };
        said.push(format!(
            "عدد البلاغات الأخرى التي تنقل القول نفسه: {}{inferred}؛ والنسخ لا تضيف شاهدًا.",
            saying.copies
        ));
    }
    said
}

/// What a notice says, after "صدر عن".
fn content(saying: &Saying<'_>) -> String {
    let places = if saying.places.is_empty() {
        "مكان غير مسمى".to_owned()
    } else {
        and(&saying.places)
    };
    match &saying.notice.content {
        Content::Curfew => format!("إعلان بحظر التجول في {places}"),
        Content::Closure => format!("إعلان بالإغلاق في {places}"),
        Content::Target => format!("إعلان بالنية في الاستهداف في {places}"),
        Content::CorridorOpening(_) => format!("إعلان بالسماح للمدنيين بالخروج عبر {places}"),
        Content::CheckpointStatus { status } => match status {
            CheckpointStatus::Open => format!("إعلان بأن العبور مسموح عند {places}"),
            CheckpointStatus::Closed => format!("إعلان بأن العبور ممنوع عند {places}"),
            CheckpointStatus::Unknown => format!("قول بأنه لا يُعرف هل العبور مسموح عند {places}"),
        },
        Content::Pause => "إعلان بوقف القتال مؤقتًا".to_owned(),
        Content::Ceasefire => "إعلان بوقف إطلاق النار".to_owned(),
        Content::Cancellation => "إعلان بأن قولًا سابقًا لم يعد ساريًا".to_owned(),
        Content::DisplacementCount(_) => "بيان بعدد النازحين".to_owned(),
        Content::ShelterOpening { .. } => "إعلان بفتح أماكن لاستقبال الناس".to_owned(),
        Content::Returns { permitted } => match permitted {
            ReturnRule::Permitted => "إعلان بالسماح بالعودة".to_owned(),
            ReturnRule::WithPermit => "إعلان بالسماح بالعودة بتصريح".to_owned(),
            ReturnRule::NotPermitted => "إعلان بعدم السماح بالعودة".to_owned(),
        },
        Content::Other => "إعلان في أمر آخر".to_owned(),
    }
}

fn time(saying: &Saying<'_>) -> String {
    let local = |at: Timestamp| date_time(&at.to_zoned(saying.zone.clone()));
    match &saying.notice.time {
        Timing::Unstated => "، دون ذكر وقت".to_owned(),
        Timing::Window(window) => span(window, &local),
        Timing::Hours(hours) => hours_of(hours),
        Timing::Schedule(schedule) => scheduled(schedule, &local),
    }
}

fn span(window: &TimeWindow, local: &impl Fn(Timestamp) -> String) -> String {
    match (window.start(), window.end()) {
        (None, None) => " في كل الأوقات".to_owned(),
        (Some(start), None) => format!(" من يوم {} حتى إشعار آخر", local(start)),
        (None, Some(end)) => format!(" حتى يوم {}", local(end)),
        (Some(start), Some(end)) => format!(" من يوم {} حتى يوم {}", local(start), local(end)),
    }
}

fn scheduled(schedule: &Schedule, local: &impl Fn(Timestamp) -> String) -> String {
    match schedule.windows() {
        [one] if schedule.recurring_hours().is_none() => span(one, local),
        [] if schedule.recurring_hours().is_none() => "، دون ذكر وقت".to_owned(),
        _ => " في ساعات محددة".to_owned(),
    }
}

fn hours_of(hours: &DayHours) -> String {
    let clock = hours.clock();
    let (start, end) = (clock.start(), clock.end());
    let next = if clock.ends_next_day() { " من اليوم التالي" } else { "" };
    let first = day(hours.from_day());
    let when = match hours.recurrence() {
        Recurrence::Once => format!("يوم {first} فقط"),
        Recurrence::Daily => match hours.last_day() {
            Some(last) => format!("كل يوم من {first} حتى {}", day(last)),
            None => format!("كل يوم ابتداءً من {first}"),
        },
        Recurrence::Unclear => format!("يوم {first}، دون أن يتضح هل يشمل ذلك الأيام التالية"),
    };
    format!(
        " من الساعة {:02}:{:02} حتى الساعة {:02}:{:02}{next} (بتوقيت {})، {when}",
        start.hour(),
        start.minute(),
        end.hour(),
        end.minute(),
        name(hours.time_zone())
    )
}

/// What is missing, as part of a list.
pub(super) fn missing(missing: &Missing) -> String {
    match missing {
        Missing::Opening => "إعلان بالفتح لذلك الوقت".to_owned(),
        Missing::WordOf { party } => {
            format!("إعلان بالفتح من {} أو من مراقب محايد", name(party))
        }
        Missing::Control => "معرفة من يسيطر على الطريق، وإلا فلا يكفي سوى قول مراقب محايد".to_owned(),
        Missing::ControlOf { length } => {
            format!("معرفة من يسيطر على جزء من الطريق طوله بالأمتار {:.0}", length.0)
        }
        Missing::Confirmation { within } => {
            format!("تأكيد لم يمضِ عليه أكثر من {}", hours(within.as_hours()))
        }
        Missing::SaidBefore => "قول صدر قبل ذلك الوقت لا بعده".to_owned(),
        Missing::Credibility => "إعلان بالفتح من مصدر يُعتدّ به".to_owned(),
        Missing::Lifting { notice, issuer } => format!(
            "أن ترفع الجهة المسماة {} إغلاقها أو تعلن الفتح (البلاغ {})",
            name(issuer),
            name(notice.as_str())
        ),
        Missing::Clearing { notice } => {
            format!("التحقق من البلاغ الذي لا يمكن الحكم على صدقه (البلاغ {})", name(notice.as_str()))
        }
    }
}

/// A number of hours; the noun follows the number.
pub(super) fn hours(count: i64) -> String {
    match (count, count % 100) {
        (1, _) => "ساعة واحدة".to_owned(),
        (2, _) => "ساعتين".to_owned(),
        (_, 3..=10) => format!("{count} ساعات"),
        _ => format!("{count} ساعة"),
    }
}

fn readings(facts: &Facts<'_>) -> String {
    let by = &facts.report.by_reading;
    if !by.differ() {
        return "لا فرق هنا بين أن تكون الساعات غير الواضحة ليوم واحد أو لكل يوم.".to_owned();
    }
    format!(
        "يختلف الجواب بحسب فهم الساعات غير الواضحة: إن كانت ليوم واحد فقط فهو {}؛ وإن كانت لكل يوم فهو {}؛ وعلى الوجه الأكثر حذرًا فهو {}.",
        word(by.once),
        word(by.daily),
        word(by.cautious)
    )
}

const fn word(status: Status) -> &'static str {
    match status {
        Status::Closed => "مغلق",
        Status::Expired => "منقضي المدة",
        Status::Unknown => "غير معروف",
        Status::Contested => "متنازع فيه",
        Status::OpenUnconfirmed => "مفتوح دون تأكيد",
        Status::Open => "معلن أنه مفتوح",
    }
}

pub(super) fn completeness(found: &Completeness) -> Vec<String> {
    let text = |item: CorridorItem| item.text(Language::Arabic);
    let mut said = vec![format!(
        "عدد ما ينبغي أن يبيّنه إعلان الممر: {}؛ وما بُيّن منه: {}.",
        found.total(),
        found.stated()
    )];
    let missing: Vec<&str> = found.missing().map(text).collect();
    if !missing.is_empty() {
        said.push(format!("لم يُذكر ما يلي: {}.", missing.join("؛ ")));
    }
    for state in found.items.iter().filter(|state| state.differs()) {
        let ways: Vec<String> = state
            .stated
            .iter()
            .map(|one| {
                let by: Vec<&str> = one.by.iter().map(NoticeId::as_str).collect();
                format!("{} (البلاغ {})", name(&one.value), name(&by.join(", ")))
            })
            .collect();
        said.push(format!("قيل بأكثر من وجه {}: {}.", text(state.item), ways.join("؛ ")));
    }
    said
}

/// A name as it is written, set apart where it runs the other way.
fn name(text: &str) -> String {
    isolated(text, Language::Arabic)
}

fn date_time(at: &Zoned) -> String {
    let weekday = match at.weekday() {
        jiff::civil::Weekday::Monday => "الاثنين",
        jiff::civil::Weekday::Tuesday => "الثلاثاء",
        jiff::civil::Weekday::Wednesday => "الأربعاء",
        jiff::civil::Weekday::Thursday => "الخميس",
        jiff::civil::Weekday::Friday => "الجمعة",
        jiff::civil::Weekday::Saturday => "السبت",
        jiff::civil::Weekday::Sunday => "الأحد",
    };
    format!("{weekday} {} الساعة {:02}:{:02}", day(at.date()), at.hour(), at.minute())
}

fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date.month()), date.year())
}

/// The month as it is called in Syria.
pub(super) const fn month(number: i8) -> &'static str {
    match number {
        1 => "كانون الثاني",
        2 => "شباط",
        3 => "آذار",
        4 => "نيسان",
        5 => "أيار",
        6 => "حزيران",
        7 => "تموز",
        8 => "آب",
        9 => "أيلول",
        10 => "تشرين الأول",
        11 => "تشرين الثاني",
        _ => "كانون الأول",
    }
}

/// Names in a row.
fn and<T: AsRef<str>>(names: &[T]) -> String {
    if names.is_empty() {
        return "جهة غير مسماة".to_owned();
    }
    names.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(" و")
}
