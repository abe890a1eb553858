//! A delivery as SMS.

use frontdesk_store::{Package, Reach};

use super::{Message, Outcome};
use crate::Desk;

impl Desk {
    pub(super) async fn send_sms(&self, _: &Package, _: &Reach, _: &Message) -> Outcome {
        Outcome::Refused("this desk sends no SMS".to_owned())
    }
}
