//! When a value disappears: KV's time to live, and a bucket's lifecycle rule.

use crate::error::{Code, Error, Result};
use crate::limits::EXPIRY_MAX_SECONDS;
use crate::options::put::Ttl;
use crate::time::Millis;

/// How many seconds a KV value lives: by the put's own `ttlSeconds`, else the declaration's. `None` is for ever.
#[must_use]
pub const fn ttl_of_kv(ttl: Ttl, declared: Option<u32>) -> Option<u32> {
    match ttl {
        Ttl::Never => None,
        Ttl::Declared => declared,
        Ttl::Seconds(ttl) => Some(ttl),
    }
}

/// When a KV value disappears, by its [`ttl_of_kv`].
///
/// # Errors
/// `storage_invalid_options` for a date that KV's 32-bit expiry cannot hold.
pub fn of_kv(ttl: Ttl, declared: Option<u32>, now: Millis) -> Result<Option<Millis>> {
    let Some(ttl) = ttl_of_kv(ttl, declared) else { return Ok(None) };
    let second = now.seconds() + u64::from(ttl);
    if second > u64::from(EXPIRY_MAX_SECONDS) {
        return Err(Error::new(
            Code::InvalidOptions,
            format!(
                "ttlSeconds of {ttl} ends at second {second} since 1970, KV's last is {EXPIRY_MAX_SECONDS}"
            ),
        ));
    }
    Ok(Some(Millis::new(second * 1000)))
}

/// When an object disappears: so many days after it was stored, if its bucket has a lifecycle.
#[must_use]
pub fn of_bucket(delete_after_days: Option<u32>, now: Millis) -> Option<Millis> {
    delete_after_days.map(|days| now.plus_days(days))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_put_decides_before_the_declaration() {
        let end = |ttl, declared| of_kv(ttl, declared, Millis::new(1_500)).unwrap().map(Millis::seconds);
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
        assert!(of_kv(Ttl::Seconds(last), None, now).is_ok());
        let error = of_kv(Ttl::Seconds(last + 1), None, now).unwrap_err();
        assert_eq!(error.code, Code::InvalidOptions);
    }
}
