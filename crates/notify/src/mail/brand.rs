//! Whose mail it is: the operator's name, logo and colour.

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};

/// How the operator shows themselves in mail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Brand {
    pub name: String,
    /// Where the desk is, without a slash at the end.
    pub url: String,
    /// An image that is reached from outside; the name stands there without it.
    pub logo: Option<String>,
    /// Of buttons and of the line at the top.
    pub color: Color,
    /// What can be read on it: black or white.
    pub on_color: &'static str,
}

impl Brand {
    pub fn new(name: &str, url: &str, logo: Option<&str>, color: Color) -> Self {
        Self {
            name: name.to_owned(),
            url: url.trim_end_matches('/').to_owned(),
            logo: logo.map(str::to_owned),
            color,
            on_color: color.readable_on_it(),
        }
    }
}

/// A colour of sRGB, written `#rrggbb`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Color(u8, u8, u8);

impl Default for Color {
    fn default() -> Self {
        Self(0x1f, 0x5f, 0xbf)
    }
}

impl Color {
    /// By the relative luminance of WCAG 2, at the point where black and white
    /// are read equally well.
    fn readable_on_it(self) -> &'static str {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        let luminance = 0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2);
        if luminance > 0.179 {
            "#000000"
        } else {
            "#ffffff"
        }
    }
}

impl FromStr for Color {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "must be a colour such as #1f5fbf".to_owned();
        let digits = text.strip_prefix('#').ok_or_else(wrong)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let long = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits.to_owned(),
            _ => return Err(wrong()),
        };
        let number = u32::from_str_radix(&long, 16).map_err(|_| wrong())?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self(red, green, blue))
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_three_or_six_digits_and_nothing_else_gets_into_a_style() {
        for (text, shown) in [("#1F5fbf", "#1f5fbf"), ("#fa0", "#ffaa00")] {
            assert_eq!(text.parse::<Color>().unwrap().to_string(), shown);
        }
        for bad in ["", "red", "#12", "#12345g", "#1f5fbf;x:y", "#ü1"] {
            assert!(bad.parse::<Color>().is_err(), "{bad}");
        }
    }

    #[test]
    fn what_stands_on_the_colour_can_be_read() {
        let on = |text: &str| text.parse::<Color>().unwrap().readable_on_it();
        assert_eq!(on("#ffee00"), "#000000");
        assert_eq!(on("#1f5fbf"), "#ffffff");
    }
}
