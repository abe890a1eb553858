//! A delivery as push messages to a person's browsers.

use frontdesk_store::{Package, Reach};

use super::{Message, Outcome};
use crate::Desk;

impl Desk {
    pub(super) async fn send_push(&self, _: &Package, _: &Reach, _: &Message) -> Outcome {
        Outcome::Refused("this desk sends no push messages".to_owned())
    }
}
