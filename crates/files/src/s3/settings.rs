//! What must be known of a bucket, and what is checked of it before anything is sent.

use std::fmt;

use url::Url;

use crate::error::{Error, Result};

/// A bucket of a service that speaks S3, and who we are there.
#[derive(Clone)]
pub struct S3Settings {
    /// The service's address, without the bucket.
    pub url: Url,
    /// The bucket, which must be there already.
    pub bucket: String,
    /// The region that requests are signed for.
    pub region: String,
    /// The public half of the access key.
    pub access_key_id: String,
    /// The secret half.
    pub secret_access_key: String,
    /// What every key begins with; empty for none.
    pub prefix: String,
    /// Whether the bucket is the first part of the path (`true`) or of the host's name.
    pub path_style: bool,
}

impl fmt::Debug for S3Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S3Settings({})", self.shown())
    }
}

impl S3Settings {
    /// The service and bucket, for messages.
    pub(super) fn shown(&self) -> String {
        let address = self.url.as_str().trim_end_matches('/');
        format!("bucket {} at {address}", self.bucket)
    }

    /// The address that keys are appended to; in the host's name the bucket is ours to add.
    pub(super) fn endpoint(&self) -> Result<String> {
        self.check()?;
        let mut url = self.url.clone();
        if !self.path_style {
            let host = url.host_str().unwrap_or_default();
            let host = format!("{}.{host}", self.bucket);
            url.set_host(Some(&host))
                .map_err(|error| setting("S3_BUCKET", &error.to_string()))?;
        }
        Ok(url.as_str().trim_end_matches('/').to_owned())
    }

    fn check(&self) -> Result<()> {
        let url = &self.url;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(setting("S3_URL", "it must begin with https:// or http://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(setting(
                "S3_URL",
                "the key belongs into S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY",
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(setting("S3_URL", "it must end with the host, port or path"));
        }
        let known = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        if self.bucket.is_empty() || !self.bucket.chars().all(known) {
            return Err(setting(
                "S3_BUCKET",
                "a bucket's name has letters, digits, dots and hyphens",
            ));
        }
        Ok(())
    }
}

pub(super) fn setting(setting: &'static str, why: &str) -> Error {
    Error::Setting {
        setting,
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str) -> S3Settings {
        S3Settings {
            url: url.parse().unwrap(),
            bucket: "files".to_owned(),
            region: "eu-central-1".to_owned(),
            access_key_id: "key".to_owned(),
            secret_access_key: "hunter2hunter2".to_owned(),
            prefix: String::new(),
            path_style: true,
        }
    }

    #[test]
    fn the_bucket_stands_in_the_path_or_before_the_host() {
        let path = settings("https://s3.example.com/");
        assert_eq!(path.endpoint().unwrap(), "https://s3.example.com");
        let host = S3Settings {
            path_style: false,
            ..path
        };
        assert_eq!(host.endpoint().unwrap(), "https://files.s3.example.com");
    }

    #[test]
    fn what_cannot_be_an_address_or_a_bucket_is_refused_by_its_key() {
        for (url, bucket, key) in [
            ("ftp://s3.example.com", "files", "S3_URL"),
            ("https://me:hunter2@s3.example.com", "files", "S3_URL"),
            ("https://s3.example.com?x", "files", "S3_URL"),
            ("https://s3.example.com", "", "S3_BUCKET"),
            ("https://s3.example.com", "a/b", "S3_BUCKET"),
        ] {
            let settings = S3Settings {
                bucket: bucket.to_owned(),
                ..settings(url)
            };
            let error = settings.endpoint().unwrap_err().to_string();
            assert!(error.starts_with(key), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn the_secret_is_never_shown() {
        let shown = format!("{:?}", settings("https://s3.example.com"));
        assert_eq!(shown, "S3Settings(bucket files at https://s3.example.com)");
    }
}
