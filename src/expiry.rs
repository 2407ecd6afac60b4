//! When a value disappears: KV's time to live, and a bucket's lifecycle rule.

use crate::error::{Code, Error, Result};
use crate::limits::EXPIRY_MAX_SECONDS;
use crate::options::Ttl;
use crate::say;
use crate::time::Millis;

/// When a KV value disappears: by the put's own `ttlSeconds`, else the declaration's, else never.
///
/// # Errors
/// `storage_invalid_options` for a date that KV's 32-bit expiry cannot hold.
pub fn of(ttl: Ttl, declared: Option<u32>, now: Millis) -> Result<Option<Millis>> {
    let ttl = match (ttl, declared) {
        (Ttl::Never, _) | (Ttl::Declared, None) => return Ok(None),
        (Ttl::Seconds(ttl), _) | (Ttl::Declared, Some(ttl)) => ttl,
    };
    let second = now.seconds() + u64::from(ttl);
    if second > u64::from(EXPIRY_MAX_SECONDS) {
        return Err(Error::new(
            Code::InvalidOptions,
            say!(
                "ttlSeconds of % ends at second % since 1970, KV's last is %",
                ttl,
                second,
                EXPIRY_MAX_SECONDS
            ),
        ));
    }
    Ok(Some(Millis::new(second * 1000)))
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
    /// As [`of`].
    pub fn deadline(self, ttl: Ttl, now: Millis) -> Result<Option<Millis>> {
        match self {
            Self::Days(days) => Ok(days.map(|days| now.plus_days(days))),
            Self::Seconds(declared) => of(ttl, declared, now),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_put_decides_before_the_declaration() {
        let end = |ttl, declared| of(ttl, declared, Millis::new(1_500)).unwrap().map(Millis::seconds);
        assert_eq!(end(Ttl::Declared, None), None);
        assert_eq!(end(Ttl::Declared, Some(90)), Some(91));
        assert_eq!(end(Ttl::Seconds(60), Some(90)), Some(61));
        assert_eq!(end(Ttl::Never, Some(90)), None);
        assert_eq!(end(Ttl::Seconds(60), None), Some(61));
    }

    #[test]
    fn the_date_fits_32_bits() {
        let now = Millis::new(1_000_000_000_000);
        let last = EXPIRY_MAX_SECONDS - 1_000_000_000;
        assert!(of(Ttl::Seconds(last), None, now).is_ok());
        let error = of(Ttl::Seconds(last + 1), None, now).unwrap_err();
        assert_eq!(error.code, Code::InvalidOptions);
    }
}
