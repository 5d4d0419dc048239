use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::run;
use super::sheet::Sheet;
use crate::cli::AssignArgs;

const VOLUNTEERS: &str = "\
id,lat,lon,radius_km,categories,skills,languages,capacity
v2,50.80,4.40,5,groceries|pets,,fr|nl,1
v1,50.81,4.40,10.5,groceries,car,FR,2
v3,50.82,4.40,0,pets,car,,0
";
const REQUESTS: &str = "\u{feff}volunteers_needed,id,lat,lon,category,priority,languages,skills\r
1,r1,50.8,4.4,groceries,normal,fr,\r
2,r2,50.805,4.4,groceries,vital,,\r
";

/// A directory of its own for one test, gone afterwards.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("proche-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn args(&self, volunteers: &str, requests: &str) -> AssignArgs {
        AssignArgs {
            volunteers: self.put("v.csv", volunteers),
            requests: self.put("r.csv", requests),
            out: Some(self.0.join("p.csv")),
            certificate: Some(self.0.join("c.json")),
            check: None,
            pairs: None,
        }
    }

    fn check(&self) -> AssignArgs {
        let (volunteers, requests) = (self.0.join("v.csv"), self.0.join("r.csv"));
        let (check, pairs) = (Some(self.0.join("c.json")), Some(self.0.join("p.csv")));
        AssignArgs { volunteers, requests, out: None, certificate: None, check, pairs }
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn faults(path: &Path, column: &'static str) -> Vec<String> {
    let sheet = Sheet::read(path, &["id", column]).unwrap();
    let read = sheet.and_then(|sheet| {
        sheet.each(|row| {
            row.required("id");
            row.count(column, (0, 9))
        })
    });
    let name = path.display().to_string();
    read.err().unwrap_or_default().iter().map(|fault| fault.replace(&name, "F")).collect()
}

#[test]
fn written_pairs_pass_the_check_and_changed_ones_do_not() {
    let desk = Desk::new("assign-round");
    assert_eq!(run(&desk.args(VOLUNTEERS, REQUESTS)).unwrap(), ExitCode::SUCCESS);
    let pairs = desk.text("p.csv");
    assert_eq!(pairs, "request_id,volunteer_id,distance_m\nr1,v1,1112\nr2,v1,556\nr2,v2,556\n");
    assert_eq!(run(&desk.check()).unwrap(), ExitCode::SUCCESS);
    assert_eq!(desk.names(), ["c.json", "p.csv", "r.csv", "v.csv"]);

    desk.put("p.csv", &pairs.replace("r1,v1,1112\n", ""));
    assert!(run(&desk.check()).is_err());
    desk.put("p.csv", &pairs.replace("v2", "v9"));
    assert_eq!(run(&desk.check()).unwrap(), ExitCode::from(1));
    desk.put("p.csv", &pairs);
    let certificate = desk.text("c.json");
    for (was, is) in [("\"places\":3", "\"places\":4"), ("[0,0,1112]", "[0,0,1111]"), ("v2", "v9")]
    {
        desk.put("c.json", &certificate.replacen(was, is, 1));
        assert!(run(&desk.check()).is_err(), "{was} to {is}");
    }
}

#[test]
fn header_alone_is_an_empty_side() {
    let desk = Desk::new("assign-empty");
    let header = VOLUNTEERS.lines().next().unwrap();
    assert_eq!(run(&desk.args(header, REQUESTS)).unwrap(), ExitCode::SUCCESS);
    assert_eq!(desk.text("p.csv"), "request_id,volunteer_id,distance_m\n");
    assert_eq!(run(&desk.check()).unwrap(), ExitCode::SUCCESS);
}

#[test]
fn bad_rows_leave_no_output() {
    for (was, is) in [
        ("50.80", "NaN"),
        ("50.80", "90.5"),
        ("4.40", "inf"),
        (",5,", ",-5,"),
        (",5,", ",1e300,"),
        (",2\n", ",2.5\n"),
        (",2\n", ",-2\n"),
        (",2\n", ",99999999999\n"),
        ("v2", "v1"),
        ("v2", ""),
        ("capacity", "room"),
        ("lat,lon", "lat,lat"),
    ] {
        let desk = Desk::new("assign-bad");
        let args = desk.args(&VOLUNTEERS.replacen(was, is, 1), REQUESTS);
        assert_eq!(run(&args).unwrap(), ExitCode::from(1), "{was} to {is}");
        assert_eq!(desk.names(), ["r.csv", "v.csv"], "{was} to {is}");
    }
}

#[test]
fn output_that_cannot_be_placed_leaves_nothing_behind() {
    let desk = Desk::new("assign-nowhere");
    let mut args = desk.args(VOLUNTEERS, REQUESTS);
    args.certificate = Some(desk.0.join("missing").join("c.json"));
    assert!(run(&args).is_err());
    assert_eq!(desk.names(), ["r.csv", "v.csv"]);
}

#[test]
fn rows_count_as_in_a_spreadsheet() {
    let desk = Desk::new("assign-rows");
    let plain = desk.put("plain.csv", "id,n\na,1\n\n\nb,x\n\"c\nd\",x\n,\ne,x");
    let at = ["F: row 5: n", "F: row 6: n", "F: row 8: n"];
    let rule = "must be a whole number from 0 to 9";
    assert_eq!(faults(&plain, "n"), at.map(|at| format!("{at}: {rule}")));
    let windows = desk.put("windows.csv", "id,n\r\na,1\r\n\r\nb,x\r\n\"c\r\nd\",x\r\ne,x\r\n");
    let at = ["F: row 4: n", "F: row 5: n", "F: row 6: n"];
    assert_eq!(faults(&windows, "n"), at.map(|at| format!("{at}: {rule}")));
}

#[test]
fn row_with_several_faults_has_one_line() {
    let desk = Desk::new("assign-several");
    let file = desk.put("f.csv", "n,id\nx,\n1\n");
    let width = "F: row 3: columns: 1 where the header has 2";
    let first = "F: row 2: id: must not be empty; n: must be a whole number from 0 to 9";
    assert_eq!(faults(&file, "n"), [first, width]);
}
