//! How often one person or address may do something.

use frontdesk_desk::Rate;

use super::{Number, setting::section};

section! {
    /// How often one person or address may do something. A rate is an average
    /// and a burst, such as `10/s burst 30`.
    "Rates" Limits {
        /// Whether rates are enforced; off for load tests only.
        rate_limits: bool = "on",
        /// Chat messages of one person.
        rate_messages: Rate = "10/s burst 30",
        /// REST writes of one person, or of one address when nobody is signed in.
        rate_writes: Rate = "20/s burst 60",
        /// Anonymous reads of one address.
        rate_reads: Rate = "50/s burst 200",
        /// Tries to sign in with a password, of one address and for one account.
        rate_logins: Rate = "1/s burst 10",
        /// Seconds before the transcript of the same conversation may be mailed again.
        transcript_seconds: Number<0, 86_400> = "60",
    }
}

impl Limits {
    /// The rate, unless all are off.
    pub fn enforced(&self, rate: Rate) -> Option<Rate> {
        self.rate_limits.then_some(rate)
    }
}
