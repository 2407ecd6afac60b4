//! When a value disappears: KV's time to live, and a bucket's lifecycle rule.

use crate::error::{Code, Error, Result};
use crate::limits::EXPIRY_MAX_SECONDS;
use crate::options::Ttl;
use crate::time::Millis;

/// A KV value's end, as a duration for the host and as a date for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expiry {
    /// Seconds from now, for KV's `expirationTtl`.
    pub ttl: u32,
    /// The second at which the value is gone.
    pub at: Millis,
}

impl Expiry {
    /// The expiry of a put: its own `ttlSeconds`, else the declaration's, else none.
    ///
    /// # Errors
    /// `storage_invalid_options` for a date that KV's 32-bit expiry cannot hold.
    pub fn of(ttl: Ttl, declared: Option<u32>, now: Millis) -> Result<Option<Self>> {
        let ttl = match ttl {
            Ttl::Never => return Ok(None),
            Ttl::Seconds(ttl) => ttl,
            Ttl::Declared => match declared {
                None => return Ok(None),
                Some(ttl) => ttl,
            },
        };
        let second = now.seconds() + u64::from(ttl);
        if second > u64::from(EXPIRY_MAX_SECONDS) {
            return Err(Error::new(
                Code::InvalidOptions,
                format!(
                    "ttlSeconds of {ttl} ends at second {second} since 1970, KV's last is {EXPIRY_MAX_SECONDS}"
                ),
            ));
        }
        Ok(Some(Self { ttl, at: Millis::new(second * 1000) }))
    }
}

/// How long an instance keeps its values, as it was declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// A bucket's `lifecycle.deleteAfterDays`.
    Days(Option<u32>),
    /// A KV namespace's `ttlSeconds`.
    Seconds(Option<u32>),
}

impl Lifetime {
    /// When a value that is stored `now` disappears. An overwrite counts anew.
    ///
    /// # Errors
    /// As [`Expiry::of`].
    pub fn deadline(self, ttl: Ttl, now: Millis) -> Result<Option<Millis>> {
        match self {
            Self::Days(days) => Ok(days.map(|days| now.plus_days(days))),
            Self::Seconds(declared) => Ok(Expiry::of(ttl, declared, now)?.map(|expiry| expiry.at)),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_put_decides_before_the_declaration() {
        let now = Millis::new(1_500);
        let of = |ttl, declared| Expiry::of(ttl, declared, now).unwrap().map(|expiry| expiry.ttl);
        assert_eq!(of(Ttl::Declared, None), None);
        assert_eq!(of(Ttl::Declared, Some(90)), Some(90));
        assert_eq!(of(Ttl::Seconds(60), Some(90)), Some(60));
        assert_eq!(of(Ttl::Never, Some(90)), None);
        let expiry = Expiry::of(Ttl::Seconds(60), None, now).unwrap().unwrap();
        assert_eq!(expiry.at, Millis::new(61_000));
    }

    #[test]
    fn the_date_fits_32_bits() {
        let now = Millis::new(1_000_000_000_000);
        let last = EXPIRY_MAX_SECONDS - 1_000_000_000;
        assert!(Expiry::of(Ttl::Seconds(last), None, now).is_ok());
        let error = Expiry::of(Ttl::Seconds(last + 1), None, now).unwrap_err();
        assert_eq!(error.code, Code::InvalidOptions);
    }
}
