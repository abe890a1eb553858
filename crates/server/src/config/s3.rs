//! A bucket for attachments, instead of the data directory.

use frontdesk_files::S3Settings;

use super::{Problems, Secret, Values, WebUrl, setting::section};

section! {
    /// A bucket for attachments.
    "S3" S3 {
        /// Address of a service that speaks S3, without the bucket, such as https://s3.eu-central-1.amazonaws.com; with it, files lie there and not in DATA_DIR.
        s3_url: Option<WebUrl> = "",
        /// The bucket, which must be there already.
        s3_bucket: Option<String> = "",
        /// Region that requests are signed for.
        s3_region: String = "us-east-1",
        /// Id of the access key, which must be allowed to read, write, delete and list objects.
        s3_access_key_id: Option<String> = "",
        /// The key's secret.
        s3_secret_access_key: Option<Secret> = "",
        /// What every object's key begins with, such as `frontdesk/files`; for a bucket that others use too.
        s3_prefix: Option<String> = "",
        /// Whether the bucket is named in the path; `false` for services that want it before the host's name.
        s3_path_style: bool = "true",
    }
}

impl S3 {
    pub(super) fn check(&self, values: &Values, problems: &mut Problems) {
        if self.s3_url.is_none() {
            return;
        }
        for (name, is_there) in [
            ("S3_BUCKET", self.s3_bucket.is_some()),
            ("S3_ACCESS_KEY_ID", self.s3_access_key_id.is_some()),
            ("S3_SECRET_ACCESS_KEY", self.s3_secret_access_key.is_some()),
        ] {
            if !is_there {
                problems.add(format!(
                    "{} is set, but {name} is not; a bucket needs both",
                    values.place("s3_url")
                ));
            }
        }
    }

    /// What the backend must know; none without a service.
    pub fn settings(&self) -> Option<S3Settings> {
        Some(S3Settings {
            url: self.s3_url.as_ref()?.as_str().parse().ok()?,
            bucket: self.s3_bucket.clone()?,
            region: self.s3_region.clone(),
            access_key_id: self.s3_access_key_id.clone()?,
            secret_access_key: self.s3_secret_access_key.as_ref()?.0.clone(),
            prefix: self.s3_prefix.clone().unwrap_or_default(),
            path_style: self.s3_path_style,
        })
    }
}
