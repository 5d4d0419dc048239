//! A real browser for the pages: Debian's Chromium, told what to do through chromedriver.
//!
//! One browser serves a whole test binary, one test at a time ([`with`]); each test finds
//! it without cookies, history or a second window. It ends with the process, however that ends.
#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "whatever goes wrong here fails the test"
)]

mod process;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities as _;
use thirtyfour::{By, ChromeCapabilities, LoggingPrefsLogLevel, WebDriver, WebElement};
use tokio::sync::Mutex;

pub use thirtyfour::Key;

use process::Driver;

/// What Chromium is started with; as root it has no sandbox.
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];
/// The longest that one command may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// The window that a test finds, in CSS pixels.
const USUAL_SIZE: (u32, u32) = (1280, 900);
/// Ends when the page is loaded, has been painted twice and has nothing to do.
const SETTLED: &str = "const done = arguments[0]; \
    const idle = () => requestAnimationFrame(() => requestAnimationFrame(() => \
        requestIdleCallback(() => done(true), { timeout: 2000 }))); \
    if (document.readyState === 'complete') idle(); else addEventListener('load', idle);";
/// The browser of this binary.
static SHARED: Mutex<Option<Browser>> = Mutex::const_new(None);

/// A running Chromium.
pub struct Browser {
    driver: WebDriver,
    // Below the driver: fields end in this order.
    _process: Driver,
}

/// Runs a test with the browser of this binary; where chromedriver is missing that is said.
pub async fn with(test: impl AsyncFnOnce(&Browser)) {
    let mut shared = SHARED.lock().await;
    if let Some(browser) = shared.as_ref()
        && !browser.forgets_everything().await
    {
        *shared = None;
    }
    if shared.is_none() {
        let Some(process) = Driver::start() else { return };
        *shared = Some(Browser::start(process).await);
    }
    test(shared.as_ref().expect("it was started above")).await;
}

impl Browser {
    async fn start(process: Driver) -> Self {
        let mut wanted = ChromeCapabilities::new();
        let profile = format!("--user-data-dir={}", process.directory.join("profile").display());
        for flag in FLAGS.into_iter().chain([profile.as_str()]) {
            wanted.add_arg(flag).unwrap();
        }
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
        // Each test has a runtime of its own: no connection may outlive its call.
        let client = reqwest::Client::builder().pool_max_idle_per_host(0).timeout(PATIENCE);
        let driver = WebDriver::builder(process.address.as_str(), wanted)
            .keep_alive(false)
            .client(client.build().unwrap())
            .await
            .unwrap();
        let browser = Self { driver, _process: process };
        browser.size(USUAL_SIZE.0, USUAL_SIZE.1).await;
        browser
    }

    /// Back to how it was started; false where it does not answer any more.
    async fn forgets_everything(&self) -> bool {
        let forgotten = async {
            let windows = self.driver.windows().await?;
            for window in &windows[1..] {
                self.driver.switch_to_window(window.clone()).await?;
                self.driver.close_window().await?;
            }
            self.driver.switch_to_window(windows[0].clone()).await?;
            self.driver.goto("about:blank").await?;
            self.driver.cdp().send_raw("Network.clearBrowserCookies", json!({})).await?;
            self.driver.cdp().send_raw("Network.clearBrowserCache", json!({})).await?;
            let none = json!({ "urls": [] });
            self.driver.cdp().send_raw("Network.setBlockedURLs", none).await?;
            self.driver.browser_log().await?;
            thirtyfour::error::WebDriverResult::Ok(())
        };
        if forgotten.await.is_err() {
            return false;
        }
        self.size(USUAL_SIZE.0, USUAL_SIZE.1).await;
        true
    }

    /// Sets the window's inside, in CSS pixels.
    pub async fn size(&self, width: u32, height: u32) {
        let wanted =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let tools = self.driver.cdp();
        tools.send_raw("Emulation.setDeviceMetricsOverride", wanted).await.unwrap();
    }

    /// Prefers `light` or `dark` colours from now on.
    pub async fn scheme(&self, scheme: &str) {
        let wanted = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        let tools = self.driver.cdp();
        tools.send_raw("Emulation.setEmulatedMedia", wanted).await.unwrap();
    }

    /// Pages get no script from now on, until the next test: each is a file of its own.
    pub async fn without_scripts(&self) {
        let tools = self.driver.cdp();
        tools.send_raw("Network.enable", json!({})).await.unwrap();
        let scripts = json!({ "urls": ["*.js", "*.js?*"] });
        tools.send_raw("Network.setBlockedURLs", scripts).await.unwrap();
    }

    /// Opens an address and lets the page settle.
    pub async fn open(&self, address: &str) {
        self.driver.goto(address).await.unwrap_or_else(|why| panic!("{address}: {why}"));
        self.settle().await;
    }

    /// Waits until the page is loaded, painted, and has nothing more to do.
    pub async fn settle(&self) {
        // A page that is being left ends the script: the next one is waited for.
        for _ in 0..3 {
            if self.driver.execute_async(SETTLED, Vec::new()).await.is_ok() {
                return;
            }
        }
        panic!("{} does not settle", self.address().await);
    }

    /// Where it is.
    pub async fn address(&self) -> String {
        self.driver.current_url().await.unwrap().to_string()
    }

    /// The page as it stands, with what scripts have made of it.
    pub async fn source(&self) -> String {
        self.driver.source().await.unwrap()
    }

    /// What a person reads of the first element that a CSS selector finds.
    pub async fn text(&self, css: &str) -> String {
        self.element(css).await.text().await.unwrap()
    }

    /// How many elements a CSS selector finds.
    pub async fn count(&self, css: &str) -> usize {
        self.driver.find_all(By::Css(css)).await.unwrap().len()
    }

    /// The first element that a CSS selector finds; without one the test ends.
    pub async fn element(&self, css: &str) -> WebElement {
        let found = self.driver.find(By::Css(css)).await;
        found.unwrap_or_else(|why| panic!("no {css} on this page: {why}"))
    }

    /// Clicks the first element that a CSS selector finds, and lets the page settle.
    pub async fn click(&self, css: &str) {
        let element = self.element(css).await;
        element.click().await.unwrap_or_else(|why| panic!("{css} cannot be clicked: {why}"));
        self.settle().await;
    }

    /// Puts the focus into a field and types, after what stands there.
    pub async fn type_into(&self, css: &str, text: &str) {
        self.element(css).await.send_keys(text).await.unwrap();
    }

    /// Presses keys wherever the focus is: text, or [`Key`]s.
    pub async fn press(&self, keys: impl Into<thirtyfour::TypingData>) {
        self.driver.action_chain().send_keys(keys).perform().await.unwrap();
        self.settle().await;
    }

    /// Presses a key while another one is held.
    pub async fn press_with(&self, held: Key, letter: char) {
        let keys = self.driver.action_chain().key_down(held.clone()).send_keys(letter).key_up(held);
        keys.perform().await.unwrap();
        self.settle().await;
    }

    /// The tag, `#id` and `name` of the element that has the focus, such as `input#email`.
    pub async fn focused(&self) -> String {
        let script = "const at = document.activeElement; \
            return at.localName + (at.id ? '#' + at.id : at.name ? '@' + at.name : '');";
        self.script(script).await.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn script(&self, script: &str) -> Value {
        self.script_with(script, Vec::new()).await
    }

    /// The same with arguments, which it finds in `arguments`.
    pub async fn script_with(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.driver.execute(script, arguments).await.unwrap().json().clone()
    }

    /// What the console complained of since it was asked last: errors of scripts, and what the
    /// content security policy has stopped.
    pub async fn complaints(&self) -> Vec<String> {
        let lines = self.driver.browser_log().await.unwrap();
        let blocked = "net::ERR_BLOCKED_BY_CLIENT";
        let severe = lines
            .into_iter()
            .filter(|line| line.level == "SEVERE" && !line.message.contains(blocked));
        severe.map(|line| line.message).collect()
    }

    /// Writes what the window shows to `target/screenshots/NAME.png` and says where that is.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        std::fs::create_dir_all(&root).unwrap();
        let file = root.join(format!("{name}.png"));
        self.driver.screenshot(&file).await.unwrap();
        file
    }
}
