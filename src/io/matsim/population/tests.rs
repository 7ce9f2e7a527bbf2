use super::*;
use proptest::prelude::*;

const PERSONS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE population SYSTEM "http://www.matsim.org/files/dtd/population_v6.dtd">
<population>
<person id="0">
  <attributes>
    <attribute name="EvacLocationPreference" class="java.lang.String">Bell, &amp; Co,144.5,-38.1</attribute>
    <attribute name="InvacLocationPreference" class="java.lang.String">Elsewhere,1,1</attribute>
  </attributes>
  <plan selected="no"><activity type="home" x="1" y="1"/></plan>
  <plan selected="yes">
    <activity type="work" x="2" y="2"/>
    <activity type="home" x="144.3" y="-38.3" end_time="07:00:00"/>
    <activity type="home" x="3" y="3"/>
  </plan>
</person>
<person id="1"><plan><act type="home_2" x="144.4" y="-38.4"/></plan></person>
<person id="2">
  <attributes><attribute name="EvacLocationPreference">Bell, &amp; Co,144.5,-38.1</attribute></attributes>
  <plan selected="yes"><activity type="work" x="2" y="2"/><activity type="home" link="7"/></plan>
</person>
</population>"#;

fn read(text: &str) -> Result<Population, MatsimError> {
    Population::read_bytes("plans.xml", text.as_bytes(), &Crs::degrees())
}

#[test]
fn homes_are_those_of_the_selected_plan() {
    let population = read(PERSONS).unwrap();
    assert_eq!(population.agents, 3);
    let homes = [(144.3, -38.3), (144.4, -38.4)].map(Coord::from);
    assert_eq!(population.homes, homes);
    let [to] = population.destinations.as_slice() else { panic!("{:?}", population.destinations) };
    assert_eq!((to.name.as_str(), to.at, to.agents), ("Bell, & Co", (144.5, -38.1).into(), 2));
    let issues: Vec<String> = population.issues.iter().map(ToString::to_string).collect();
    assert_eq!(
        issues,
        [
            "warning[matsim-home-missing]: plans.xml: expected a home with coordinates, found none for \
          1 of 3 agents"
        ]
    );
}

#[test]
fn faults_name_the_agent() {
    let error = read(&PERSONS.replace("id=\"1\"", "id=\"0\"")).unwrap_err().to_string();
    assert_eq!(
        error,
        "plans.xml, line 16 (id \"0\"): attribute \"id\" of <person>: expected an id that comes \
         once, found it again"
    );
    let error = read(&PERSONS.replace("x=\"144.4\"", "x=\"east\"")).unwrap_err().to_string();
    assert_eq!(
        error,
        "plans.xml, line 16 (id \"1\"): attribute \"x\": expected a finite number, found \"east\""
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damage_never_panics(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = PERSONS.as_bytes().to_vec();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let crs = Crs::degrees();
        let _ = Population::read_bytes("plans", &bytes, &crs);
        bytes.truncate(cut.index(bytes.len()));
        let _ = Population::read_bytes("plans", &bytes, &crs);
    }
}
