//! Failure points of the whole binary, for tests of what a crash leaves behind.
//! This module is not part of release builds.
//!
//! `FRONTDESK_FAIL_POINT=before-commit:3:abort` ends the process the third time
//! that it comes to that point; with `hang` instead of `abort` it holds there
//! whatever comes to the point from the third time on, while the rest of the
//! server runs. Either is told on standard output first.
//!
//! `FRONTDESK_CLOCK_AHEAD=90` has the server live so many seconds later than it
//! is, as one that was started again after the leases of its former life.

use std::{
    future::pending,
    process::abort,
    str::FromStr,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use frontdesk_model::Clock;

use frontdesk_store::{FailPoint, FailPoints};

use crate::{
    error::{Error, Result},
    output,
};

const VARIABLE: &str = "FRONTDESK_FAIL_POINT";
const CLOCK: &str = "FRONTDESK_CLOCK_AHEAD";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Action {
    Abort,
    Hang,
}

/// What happens where, and from which time on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Plan {
    point: FailPoint,
    time: u64,
    action: Action,
}

/// The hook that the environment asks for; none without the variable.
pub fn from_environment() -> Result<FailPoints> {
    match std::env::var(VARIABLE) {
        Ok(text) if !text.is_empty() => Ok(hook(text.parse()?)),
        _ => Ok(FailPoints::default()),
    }
}

/// The clock that the environment asks for; the system's without the variable.
pub fn clock_from_environment() -> Result<Clock> {
    let text = std::env::var(CLOCK).unwrap_or_default();
    match text.parse() {
        Ok(seconds) => Ok(Clock::Ahead(Duration::from_secs(seconds))),
        Err(_) if text.is_empty() => Ok(Clock::System),
        Err(_) => Err(Error::Usage(format!("{CLOCK} must be a number of seconds"))),
    }
}

fn hook(plan: Plan) -> FailPoints {
    let times = AtomicU64::new(0);
    FailPoints::new(move |point| {
        let is_due = point == plan.point && times.fetch_add(1, Ordering::SeqCst) + 1 >= plan.time;
        async move {
            if is_due {
                fail(plan).await;
            }
        }
    })
}

async fn fail(plan: Plan) {
    // A test that does not listen any more is not an error.
    let _ = output::print(&format!("failure point {}\n", plan.point.name()));
    match plan.action {
        Action::Abort => abort(),
        Action::Hang => pending().await,
    }
}

impl FromStr for Plan {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        parse(text).ok_or_else(|| {
            let points = FailPoint::ALL.map(FailPoint::name).join(", ");
            Error::Usage(format!(
                "{VARIABLE} must be <point>:<time>:abort or <point>:<time>:hang, with a point of {points}"
            ))
        })
    }
}

fn parse(text: &str) -> Option<Plan> {
    let mut parts = text.split(':');
    let name = parts.next()?;
    let plan = Plan {
        point: FailPoint::ALL
            .into_iter()
            .find(|point| point.name() == name)?,
        time: parts.next()?.parse().ok().filter(|time| *time > 0)?,
        action: match parts.next()? {
            "abort" => Action::Abort,
            "hang" => Action::Hang,
            _ => return None,
        },
    };
    parts.next().is_none().then_some(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_can_be_named() {
        for point in FailPoint::ALL {
            let plan: Plan = format!("{}:3:hang", point.name()).parse().unwrap();
            let wanted = Plan {
                point,
                time: 3,
                action: Action::Hang,
            };
            assert_eq!(plan, wanted);
        }
    }

    #[test]
    fn what_is_no_plan_stops_the_start() {
        for text in [
            "",
            "before-commit",
            "before-commit:0:abort",
            "x:1:abort",
            "after-commit:1:abort:2",
        ] {
            let refused = text.parse::<Plan>();
            assert!(
                matches!(refused, Err(Error::Usage(_))),
                "{text}: {refused:?}"
            );
        }
    }
}
