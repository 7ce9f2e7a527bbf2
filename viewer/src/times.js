// Instants as people read them: in the scenario's zone, and in UTC.

export class Times {
  constructor(zone, language) {
    const tag = language === "ar" ? "ar-u-nu-latn-ca-gregory" : "en-GB";
    const shape = { year: "numeric", month: "short", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const format = (timeZone) => new Intl.DateTimeFormat(tag, { ...shape, timeZone });
    this.utc = format("UTC");
    this.zone = "UTC";
    this.here = this.utc;
    if (zone) {
      // A browser may not know a zone; then there is UTC.
      try {
        this.here = format(zone);
        this.zone = zone;
      } catch {
        this.zone = "UTC";
      }
    }
    const short = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" };
    this.utcHour = new Intl.DateTimeFormat(tag, { ...short, day: "numeric", month: "short" });
  }

  /// `Thu, 8 Jan 2026, 13:30`, by the clock of the place.
  local(at) {
    return this.here.format(at);
  }

  /// The same instant in UTC, without the year.
  inUtc(at) {
    return `${this.utcHour.format(at)}\u00a0UTC`;
  }

  both(at) {
    return this.zone === "UTC" ? `${this.local(at)} UTC` : `${this.local(at)} (${this.inUtc(at)})`;
  }
}
