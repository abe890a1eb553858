//! Which channels a notification takes, and when: its person's preferences,
//! quiet hours and digests, and what is set up. Pure.

use frontdesk_model::{
    ConversationId, Timestamp,
    delivery::Channel,
    notification::NotificationType,
    preferences::{AvailableChannels, MailPace, Preferences, Schedule},
};

use crate::notifications::NotifyConfig;

/// How the buckets of escalations begin.
pub(in crate::notifications) const ESCALATION: &str = "escalation ";

/// A notification, as far as planning must know it.
#[derive(Clone, Copy, Debug)]
pub(super) struct About {
    pub kind: NotificationType,
    pub conversation: Option<ConversationId>,
    pub created_at: Timestamp,
    /// Whether its person has muted the conversation.
    pub muted: bool,
}

/// Its person.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    pub preferences: Preferences,
    pub schedule: Schedule,
    /// By which channels the person can be reached at all.
    pub available: AvailableChannels,
}

/// A way that a notification takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Route {
    pub channel: Channel,
    /// What goes by the same channel with the same bucket goes in one message.
    pub bucket: String,
    /// The conversation, of a message about one.
    pub conversation: Option<ConversationId>,
    pub due_at: Timestamp,
}

/// Each channel once at most, never while it is quiet.
pub(super) fn routes(
    about: &About,
    reader: &Reader,
    config: &NotifyConfig,
    now: Timestamp,
) -> Vec<Route> {
    if about.muted {
        return Vec::new();
    }
    let chosen = reader.preferences.of(about.kind);
    let mut routes = Vec::new();
    for channel in [Channel::Email, Channel::Push, Channel::Sms] {
        let pace = match channel {
            Channel::Email => chosen.email,
            Channel::Push if chosen.push => MailPace::AtOnce,
            Channel::Sms if chosen.sms => MailPace::AtOnce,
            _ => MailPace::Off,
        };
        let Some(time) = reader.schedule.mail_time(pace, now) else {
            continue;
        };
        if !reader.available.has(channel) {
            continue;
        }
        let digest = matches!(pace, MailPace::Hourly | MailPace::Daily);
        let soonest = now.plus(config.delay(channel)).max(time);
        routes.push(Route {
            channel,
            bucket: match digest {
                true => format!("digest {}", pace.as_str()),
                false => subject(about),
            },
            conversation: about.conversation.filter(|_| !digest),
            due_at: reader.schedule.undisturbing(soonest),
        });
    }
    let escalated = chosen.escalate.filter(|escalation| {
        reader.available.has(escalation.to)
            && !routes.iter().any(|route| route.channel == escalation.to)
    });
    if let Some(escalation) = escalated {
        let after = std::time::Duration::from_secs(u64::from(escalation.after_minutes) * 60);
        let then = about.created_at.plus(after).max(now);
        routes.push(Route {
            channel: escalation.to,
            bucket: format!("{ESCALATION}{}", subject(about)),
            conversation: about.conversation,
            due_at: reader.schedule.undisturbing(then),
        });
    }
    routes
}

/// What a message that is no digest is about.
fn subject(about: &About) -> String {
    match about.conversation {
        Some(conversation) => format!("conversation {conversation}"),
        None => format!("type {}", about.kind.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use frontdesk_model::preferences::{Escalation, PreferencesPatch};
    use proptest::prelude::*;

    use super::*;

    const ALL: AvailableChannels = AvailableChannels {
        email: true,
        push: true,
        sms: true,
    };

    fn reader(patch: &str) -> Reader {
        let patch: PreferencesPatch = serde_json::from_str(patch).unwrap();
        let preferences = Preferences::default().patched(&patch).unwrap();
        Reader {
            schedule: preferences.schedule(),
            preferences,
            available: ALL,
        }
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    const NOON: &str = "2026-01-31T12:00:00Z";

    fn about(kind: NotificationType) -> About {
        About {
            kind,
            conversation: None,
            created_at: at(NOON),
            muted: false,
        }
    }

    fn planned(patch: &str, about: &About) -> Vec<(Channel, String)> {
        let config = NotifyConfig::default();
        routes(about, &reader(patch), &config, at(NOON))
            .into_iter()
            .map(|route| (route.channel, route.due_at.to_string()[11..19].to_owned()))
            .collect()
    }

    fn sent(channel: Channel, time: &str) -> (Channel, String) {
        (channel, time.to_owned())
    }

    #[test]
    fn each_channel_waits_for_its_own_time() {
        let about = about(NotificationType::TicketResponse);
        let all = r#"{"channels": {"ticket-response": {"sms": true}}}"#;
        assert_eq!(
            planned(all, &about),
            [
                sent(Channel::Email, "12:01:00"),
                sent(Channel::Push, "12:00:05"),
                sent(Channel::Sms, "12:02:00")
            ]
        );
    }

    #[test]
    fn nothing_goes_where_nobody_wants_it_or_can_be_reached() {
        let response = about(NotificationType::TicketResponse);
        let off = r#"{"channels": {"ticket-response": {"email": "off", "push": false}}}"#;
        assert_eq!(planned(off, &response), []);
        let muted = About {
            muted: true,
            ..response
        };
        assert_eq!(planned("{}", &muted), []);
        let nowhere = Reader {
            available: AvailableChannels::default(),
            ..reader("{}")
        };
        let config = NotifyConfig::default();
        assert_eq!(routes(&response, &nowhere, &config, at(NOON)), []);
        // An announcement stays in the list, and goes to browsers.
        let announced = about(NotificationType::System);
        assert_eq!(planned("{}", &announced), [sent(Channel::Push, "12:00:05")]);
    }

    #[test]
    fn quiet_hours_and_digests_put_it_off_to_whichever_is_later() {
        let about = about(NotificationType::ChatMessage);
        let quiet = r#"{"quietHours": {"from": "11:30", "to": "13:30"},
            "channels": {"chat-message": {"email": "hourly"}}}"#;
        assert_eq!(
            planned(quiet, &about),
            [
                sent(Channel::Email, "13:30:00"),
                sent(Channel::Push, "13:30:00")
            ]
        );
        let daily = r#"{"channels": {"chat-message": {"email": "daily", "push": false}}}"#;
        assert_eq!(planned(daily, &about), [sent(Channel::Email, "08:00:00")]);
    }

    #[test]
    fn what_stays_unread_goes_to_another_channel_unless_it_goes_there_anyway() {
        let about = about(NotificationType::Mentioned);
        let escalate = |rest: &str| {
            format!(
                r#"{{"channels": {{"mentioned": {{"push": false, {rest}
                    "escalate": {{"afterMinutes": 30, "to": "email"}}}}}}}}"#
            )
        };
        assert_eq!(
            planned(&escalate(r#""email": "off","#), &about),
            [sent(Channel::Email, "12:30:00")]
        );
        assert_eq!(
            planned(&escalate(""), &about),
            [sent(Channel::Email, "12:01:00")]
        );
    }

    fn channel() -> impl Strategy<Value = Channel> {
        prop::sample::select(vec![Channel::Email, Channel::Push, Channel::Sms])
    }

    prop_compose! {
        fn any_reader()(
            email in prop::sample::select(MailPace::ALL.to_vec()),
            push in any::<bool>(),
            sms in any::<bool>(),
            escalate in prop::option::of((5_u32..=1_440, channel())),
            has in any::<(bool, bool, bool)>(),
            quiet in prop::option::of((0_u16..1_440, 0_u16..1_440)),
        ) -> Reader {
            let mut preferences = Preferences::default();
            let mut chosen = preferences.of(NotificationType::TicketUpdate);
            (chosen.email, chosen.push, chosen.sms) = (email, push, sms);
            chosen.escalate = escalate.map(|(after_minutes, to)| Escalation { after_minutes, to });
            preferences.channels.insert(NotificationType::TicketUpdate, chosen);
            preferences.time_zone = "Europe/Berlin".to_owned();
            let text = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
            preferences.quiet_hours = quiet.filter(|(from, to)| from != to).map(|(from, to)| {
                frontdesk_model::preferences::QuietHours {
                    from: text(from),
                    to: text(to),
                    days: None,
                }
            });
            Reader {
                schedule: preferences.schedule(),
                preferences,
                available: AvailableChannels { email: has.0, push: has.1, sms: has.2 },
            }
        }
    }

    proptest! {
        /// Whatever somebody has chosen: each channel at most once, only those
        /// that reach them, never before its delay, and never while it is quiet.
        #[test]
        fn a_plan_keeps_to_what_its_person_has_chosen(
            reader in any_reader(),
            millis in 1_700_000_000_000_i64..1_900_000_000_000,
        ) {
            let now = Timestamp(millis);
            let about = About {
                kind: NotificationType::TicketUpdate,
                conversation: None,
                created_at: now,
                muted: false,
            };
            let config = NotifyConfig::default();
            let routes = routes(&about, &reader, &config, now);
            let chosen = reader.preferences.of(about.kind);
            for (nth, route) in routes.iter().enumerate() {
                prop_assert!(reader.available.has(route.channel));
                prop_assert!(routes[..nth].iter().all(|other| other.channel != route.channel));
                let wanted = match route.channel {
                    Channel::Email => chosen.email != MailPace::Off,
                    Channel::Push => chosen.push,
                    _ => chosen.sms,
                };
                let escalated = route.bucket.starts_with(ESCALATION);
                prop_assert_eq!(wanted, !escalated);
                let soonest = if escalated { Duration::from_secs(300) } else { config.delay(route.channel) };
                prop_assert!(route.due_at >= now.plus(soonest));
                prop_assert_eq!(reader.schedule.undisturbing(route.due_at), route.due_at);
            }
        }
    }
}
