//! What staff is shown of a browser's name for itself: which browser, which
//! system, what kind of device. No more is read from it, and what isn't known
//! here is left out.

use crate::context::Device;

/// What was read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct UserAgent {
    /// Name and main version.
    pub browser: Option<String>,
    pub system: Option<&'static str>,
    pub device: Option<Device>,
}

/// The mark before a version, and whose it is. Browsers name those they are
/// made of too, so the first that is found counts.
const BROWSERS: &[(&str, &str)] = &[
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
];

/// The same of systems; Android names Linux, and an iPhone names Mac OS.
const SYSTEMS: &[(&str, &str)] = &[
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

pub(crate) fn read(text: &str) -> UserAgent {
    let named = SYSTEMS.iter().find(|(mark, _)| text.contains(mark));
    let system = named.map(|(_, name)| *name);
    UserAgent {
        browser: browser(text),
        system,
        device: system.map(|system| device(system, text)),
    }
}

fn browser(text: &str) -> Option<String> {
    let named = BROWSERS.iter().find(|(mark, _)| text.contains(mark));
    if let Some((mark, name)) = named {
        return Some(with_version(name, text, mark));
    }
    // Safari says its version apart from its name.
    let is_safari = text.contains("Safari/") && text.contains("Version/");
    is_safari.then(|| with_version("Safari", text, "Version/"))
}

fn with_version(name: &str, text: &str, mark: &str) -> String {
    let after = text.split_once(mark).map_or("", |(_, after)| after);
    let version: String = after
        .chars()
        .take_while(char::is_ascii_digit)
        .take(4)
        .collect();
    match version.as_str() {
        "" => name.to_owned(),
        version => format!("{name} {version}"),
    }
}

fn device(system: &str, text: &str) -> Device {
    match system {
        "iOS" => Device::Phone,
        "iPadOS" => Device::Tablet,
        // A tablet with Android doesn't say Mobile.
        "Android" if !text.contains("Mobile") => Device::Tablet,
        _ if text.contains("Mobile") => Device::Phone,
        _ => Device::Computer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_systems_and_devices_are_told_apart() {
        let cases = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0",
                ("Edge 139", "Windows", Device::Computer),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
                ("Safari 18", "macOS", Device::Computer),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                ("Safari 18", "iOS", Device::Phone),
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/139.0.7258.76 Mobile/15E148 Safari/604.1",
                ("Chrome 139", "iPadOS", Device::Tablet),
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                ("Samsung Internet 28", "Android", Device::Phone),
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
                ("Chrome 139", "Android", Device::Tablet),
            ),
        ];
        for (text, (browser, system, device)) in cases {
            let agent = read(text);
            assert_eq!(agent.browser.as_deref(), Some(browser), "{text}");
            assert_eq!(agent.system, Some(system), "{text}");
            assert_eq!(agent.device, Some(device), "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        assert_eq!(read("curl/8.5.0"), UserAgent::default());
        assert_eq!(read(""), UserAgent::default());
        assert_eq!(read("Firefox/x").browser.as_deref(), Some("Firefox"));
    }
}
