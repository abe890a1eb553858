//! Whether a notification is still worth sending when its time has come. Pure.

use std::time::Duration;

use frontdesk_model::{
    Timestamp,
    delivery::{Channel, SkipReason},
    preferences::{MailPace, TypePreferences},
};

/// A notification at the moment at which it would be sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub channel: Channel,
    /// Whether it goes there because it stayed unread.
    pub escalated: bool,
    /// Whether somebody asked for it to be sent again.
    pub replayed: bool,
    /// What its person chooses now for its type.
    pub chosen: TypePreferences,
    pub muted: bool,
    pub read: bool,
    /// Whether its person looks at what it tells of.
    pub in_view: bool,
    /// When it was first due.
    pub planned_at: Timestamp,
    pub now: Timestamp,
    /// After how long it is of no use any more.
    pub expires: Duration,
}

/// Why it is not sent; none when it is. What a person doesn't want is not sent
/// again either; what they have seen is, when somebody asks for it.
pub(super) fn skip(moment: &Moment) -> Option<SkipReason> {
    let chosen = &moment.chosen;
    let wanted = match moment.channel {
        _ if moment.escalated => chosen.escalate.is_some_and(|it| it.to == moment.channel),
        Channel::Email => chosen.email != MailPace::Off,
        Channel::Push => chosen.push,
        Channel::Sms => chosen.sms,
        Channel::InApp | Channel::Webhook => true,
    };
    let waited = moment.now.since(moment.planned_at);
    let brief = matches!(moment.channel, Channel::Push | Channel::Sms);
    match () {
        () if !wanted => Some(SkipReason::Preferences),
        () if moment.muted => Some(SkipReason::Muted),
        () if moment.replayed => None,
        () if moment.read => Some(SkipReason::Read),
        () if moment.in_view => Some(SkipReason::InView),
        () if brief && waited > moment.expires => Some(SkipReason::Expired),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use frontdesk_model::{notification::NotificationType, preferences::Escalation};

    use super::*;

    fn mail() -> Moment {
        Moment {
            channel: Channel::Email,
            escalated: false,
            replayed: false,
            chosen: TypePreferences::default_of(NotificationType::TicketResponse),
            muted: false,
            read: false,
            in_view: false,
            planned_at: Timestamp(0),
            now: Timestamp(0),
            expires: Duration::from_secs(60),
        }
    }

    #[test]
    fn what_is_unread_and_wanted_is_sent() {
        assert_eq!(skip(&mail()), None);
    }

    #[test]
    fn what_was_seen_meanwhile_or_is_being_looked_at_is_not() {
        let read = Moment {
            read: true,
            ..mail()
        };
        let in_view = Moment {
            in_view: true,
            ..mail()
        };
        assert_eq!(skip(&read), Some(SkipReason::Read));
        assert_eq!(skip(&in_view), Some(SkipReason::InView));
        let again = Moment {
            replayed: true,
            ..read
        };
        assert_eq!(skip(&again), None);
    }

    #[test]
    fn what_is_not_wanted_any_more_is_never_sent() {
        let mut off = mail();
        off.chosen.email = MailPace::Off;
        off.replayed = true;
        assert_eq!(skip(&off), Some(SkipReason::Preferences));
        let muted = Moment {
            muted: true,
            replayed: true,
            ..mail()
        };
        assert_eq!(skip(&muted), Some(SkipReason::Muted));
        let mut escalated = Moment {
            escalated: true,
            ..mail()
        };
        assert_eq!(skip(&escalated), Some(SkipReason::Preferences));
        escalated.chosen.escalate = Some(Escalation {
            after_minutes: 5,
            to: Channel::Email,
        });
        assert_eq!(skip(&escalated), None);
    }

    #[test]
    fn a_message_of_the_moment_expires_and_mail_does_not() {
        let late = Moment {
            now: Timestamp(60_001),
            ..mail()
        };
        assert_eq!(skip(&late), None);
        let push = Moment {
            channel: Channel::Push,
            ..late
        };
        assert_eq!(skip(&push), Some(SkipReason::Expired));
    }
}
