//! The commands and their options.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Help from the nearest neighbour: one binary that finds, asks and follows up.
#[derive(Parser)]
#[command(name = "proche", version, about, propagate_version = true)]
pub struct Cli {
    /// The configuration; without it the defaults and the environment count.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Show the whole service with invented people, on a throw-away database.
    Demo(DemoArgs),
    /// Run web server and workers.
    Serve {
        /// Web server alone; workers run elsewhere (PostgreSQL).
        #[arg(long)]
        no_workers: bool,
    },
    /// Run workers alone (PostgreSQL).
    Work,
    /// Bring the schema up to date.
    Migrate {
        /// List the migrations instead.
        #[arg(long)]
        status: bool,
    },
    /// Make accounts and API tokens.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Areas of the deployment.
    #[command(subcommand)]
    Area(AreaCommand),
    /// Read volunteers or requests from a CSV file: all rows are checked first.
    Import {
        /// What the rows are.
        what: ImportKind,
        /// The file; UTF-8, with a header.
        file: PathBuf,
        /// Check only.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write what the service holds.
    Export {
        /// What to write.
        what: ExportKind,
        /// In which form.
        #[arg(long, default_value = "csv")]
        format: ExportFormat,
        /// Into this file instead of standard output.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Assign volunteers to requests at the optimum, from two files, without a database.
    #[command(after_help = ASSIGN_FILES)]
    Assign(AssignArgs),
    /// Replay a scenario under several alert policies and compare them, without a database.
    Simulate(SimulateArgs),
    /// Places without a network.
    #[command(subcommand)]
    Gazetteer(GazetteerCommand),
    /// Write everything but the keys into one file, of one moment; beside the running service.
    Backup {
        /// The file; one of that name is replaced once the new one is whole.
        file: PathBuf,
    },
    /// Put a backup into an empty database of either kind.
    Restore {
        /// The file.
        file: PathBuf,
    },
    /// The key ring: without it nothing sealed can be read.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Check the invariants of the store; prints nothing when all hold.
    Verify,
    /// Remove what is past its retention limit now; the running service does so by itself.
    Purge {
        /// Tell how much is due instead.
        #[arg(long)]
        dry_run: bool,
    },
    /// The audit chain.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Check configuration, database, keys, mail and clock.
    Doctor,
    /// Mail.
    #[command(subcommand)]
    Mail(MailCommand),
    /// The configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Ask the running service whether it is well.
    Healthcheck {
        /// Its address; otherwise the configured one.
        #[arg(long)]
        url: Option<String>,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

/// Options of the assignment.
#[derive(Args)]
pub struct AssignArgs {
    /// Who helps: `id,lat,lon,radius_km,categories,skills,languages,capacity`.
    #[arg(long, value_name = "CSV")]
    pub volunteers: PathBuf,
    /// Who asks: `id,lat,lon,category,priority,languages,skills,volunteers_needed`.
    #[arg(long, value_name = "CSV")]
    pub requests: PathBuf,
    /// Write the pairs into this file.
    #[arg(long, value_name = "CSV", required_unless_present = "check", conflicts_with = "check")]
    pub out: Option<PathBuf>,
    /// Write the proof that nothing is better into this file.
    #[arg(long, value_name = "JSON", conflicts_with = "check")]
    pub certificate: Option<PathBuf>,
    /// Check pairs against this certificate instead, without the solver.
    #[arg(long, value_name = "JSON", requires = "pairs")]
    pub check: Option<PathBuf>,
    /// The pairs to check.
    #[arg(long, value_name = "CSV", requires = "check")]
    pub pairs: Option<PathBuf>,
}

const ASSIGN_FILES: &str = "\
The pairs: request_id,volunteer_id,distance_m, in the byte order of the ids.
They fill the most places, among those the most vital ones, with the least sum of metres.

The certificate:
  {\"totals\": {\"places\": N, \"vital_places\": N, \"distance_m\": N},
   \"volunteers\": {\"ID\": VALUE, ...}, \"requests\": {\"ID\": VALUE, ...},
   \"pairs\": [{\"request_id\": \"ID\", \"volunteer_id\": \"ID\", \"value\": VALUE}, ...]}
A VALUE is [places, vital places, metres saved], compared in this order: what one more unit of a
volunteer's capacity, one more place of a request, or a second use of a pair would be worth. Who is
not listed has the value zero. A pair is worth [1, 1 if vital else 0, -distance_m]. It proves the
optimum: no value is negative; for every eligible pair the three values add up to its worth or
more, and to exactly its worth where the pair is used; a value is above zero only where the
capacity, the places or the pair is used up; and all values, each times its bound, add up to the
totals. (Capacity 0 takes no part.)";

/// Options of the simulator.
#[derive(Args)]
pub struct SimulateArgs {
    /// A scenario file (docs/scenarios.md), or the name of a shipped scenario.
    #[arg(required_unless_present_any = ["list", "print", "replay"])]
    pub scenario: Option<String>,
    /// Write `report.json` and `report.html` into this directory.
    #[arg(long, value_name = "DIR", required_unless_present_any = ["list", "print"])]
    pub out: Option<PathBuf>,
    /// Run with so many seeds instead of the file's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub seeds: Option<u32>,
    /// The first seed; the others follow.
    #[arg(long, value_name = "N", default_value_t = 1,
        value_parser = clap::value_parser!(u64).range(..1 << 53))]
    pub first_seed: u64,
    /// Only these policies, by name.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub policies: Vec<String>,
    /// Also with each thing about people at half and at double: thirty times the work.
    #[arg(long)]
    pub sensitivity: bool,
    /// Replay what happened instead of drawing people: a directory with `volunteers.geojson`,
    /// `requests.geojson` and `events.csv` of `proche export`; a scenario is then optional.
    #[arg(long, value_name = "DIR")]
    pub replay: Option<PathBuf>,
    /// The first day of the replay; else that of the first request.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "replay")]
    pub from: Option<jiff::civil::Date>,
    /// The day after the last of the replay.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "replay")]
    pub to: Option<jiff::civil::Date>,
    /// The time zone of the replay.
    #[arg(long, value_name = "ZONE", default_value = "Europe/Brussels", requires = "replay",
        value_parser = time_zone)]
    pub timezone: jiff::tz::TimeZone,
    /// List the shipped scenarios.
    #[arg(long, exclusive = true)]
    pub list: bool,
    /// Print a shipped scenario's file.
    #[arg(long, value_name = "NAME", exclusive = true)]
    pub print: Option<String>,
}

fn time_zone(name: &str) -> Result<jiff::tz::TimeZone, String> {
    jiff::tz::TimeZone::get(name).map_err(|_| format!("`{name}` is no time zone, such as UTC"))
}

/// Options of the demo.
#[derive(Args)]
pub struct DemoArgs {
    /// Address and port.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Keep the files here; otherwise a throw-away directory.
    #[arg(long)]
    pub data_dir: Option<PathBuf>,
    /// How many volunteers live in the region.
    #[arg(long, default_value_t = 2_000)]
    pub volunteers: u32,
    /// How many requests wait beside those of the history, to see how it is with many.
    #[arg(long, default_value_t = 0)]
    pub requests: u32,
    /// How many times as fast as the wall the clock runs.
    #[arg(long, default_value_t = 60.0)]
    pub speed: f64,
}

/// Accounts and tokens.
#[derive(Subcommand)]
pub enum AdminCommand {
    /// Make an account; prints a one-time set-up link.
    Create {
        /// E-mail address.
        #[arg(long)]
        email: String,
        /// What they may do.
        #[arg(long)]
        role: RoleArg,
        /// Only in this area.
        #[arg(long)]
        area: Option<String>,
    },
    /// Give an account a new set-up link; its password and sessions end.
    Reset {
        /// E-mail address.
        #[arg(long)]
        email: String,
    },
    /// End an account at once: its password, its sessions and its tie to an identity provider. `reset`
    /// opens it again.
    Disable {
        /// E-mail address.
        #[arg(long)]
        email: String,
    },
    /// End an account and erase its name and address.
    Erase {
        /// E-mail address.
        #[arg(long)]
        email: String,
    },
    /// Make an API token; it is printed once, alone.
    Token {
        /// What it may do.
        #[arg(long)]
        role: RoleArg,
        /// Only in this area.
        #[arg(long)]
        area: Option<String>,
        /// Days until it expires.
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3650))]
        expires: u32,
        /// It may look and nothing more; reveals count as more.
        #[arg(long)]
        read_only: bool,
        /// What it is for, as `tokens` will show it.
        #[arg(long, default_value = "")]
        name: String,
    },
    /// List the API tokens that work.
    Tokens,
    /// End an API token.
    Revoke {
        /// Its id, as `tokens` shows it.
        id: String,
    },
}

/// Areas.
#[derive(Subcommand)]
pub enum AreaCommand {
    /// Read areas from polygons (GeoJSON) or from postcodes and places (CSV).
    Import {
        /// The file.
        file: PathBuf,
    },
}

/// Places.
#[derive(Subcommand)]
pub enum GazetteerCommand {
    /// Find a place, such as "1050 Ixelles".
    Lookup {
        /// Postcode, place or both.
        text: String,
        /// ISO 3166-1 alpha-2.
        #[arg(long)]
        country: Option<String>,
    },
    /// Lay a GeoNames postal file (12 columns, TSV) over the embedded places.
    Import {
        /// The file.
        file: PathBuf,
    },
}

/// Mail.
#[derive(Subcommand)]
pub enum MailCommand {
    /// Send a test message.
    Test {
        /// To this address.
        address: String,
    },
}

/// The audit chain.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// Walk the chain of every node; prints the last link of each, to be kept elsewhere, or one
    /// line for each row that was changed, removed or put in.
    Verify,
}

/// The key ring.
#[derive(Subcommand)]
pub enum KeysCommand {
    /// Wrap every key under a new master key; other nodes are stopped before.
    Rotate {
        /// A file with the new master key, 64 hexadecimal digits; otherwise a fresh one is made.
        #[arg(long, value_name = "FILE")]
        new_key: Option<PathBuf>,
    },
    /// Write the wrapped keys into one file; the master key is not part of it.
    Export {
        /// The file; an older export of that name is replaced.
        file: PathBuf,
    },
    /// Take the keys of an export into an empty ring, under the same master key.
    Import {
        /// The file.
        file: PathBuf,
    },
}

/// The configuration.
#[derive(Subcommand)]
pub enum ConfigCommand {
    /// Print what is in force, secrets masked.
    Print,
    /// Check it.
    Check,
}

/// Roles on the command line.
#[derive(Clone, Copy, ValueEnum)]
pub enum RoleArg {
    /// Runs the site.
    Administrator,
    /// Runs an area.
    Coordinator,
    /// Takes calls.
    Operator,
}

impl From<RoleArg> for matching::Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Administrator => Self::Administrator,
            RoleArg::Coordinator => Self::Coordinator,
            RoleArg::Operator => Self::Operator,
        }
    }
}

/// What can be imported.
#[derive(Clone, Copy, ValueEnum)]
pub enum ImportKind {
    /// Volunteers.
    Volunteers,
    /// Help requests.
    Requests,
}

/// What can be exported.
#[derive(Clone, Copy, ValueEnum)]
pub enum ExportKind {
    /// Volunteers; a reveal, noted in the ledger.
    Volunteers,
    /// Help requests; a reveal, noted in the ledger.
    Requests,
    /// Engagements.
    Engagements,
    /// The event log.
    Events,
    /// The figures by day.
    Stats,
}

/// In which form.
#[derive(Clone, Copy, ValueEnum)]
pub enum ExportFormat {
    /// Comma-separated values.
    Csv,
    /// A JSON array.
    Json,
    /// GeoJSON by cell, never by house.
    Geojson,
}
