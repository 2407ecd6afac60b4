//! Declarations: what `storage.bucket()` and `storage.kv()` are told, parsed once and normalised.
//!
//! A declaration is checked when the module is loaded, not when the first request arrives, so that a
//! misspelt option stops a deployment instead of a user.

use crate::cut;
use crate::error::{Code, Error, Result, quoted, shown};
use crate::input::{Fields, View};
use crate::limits::{
    EXPIRY_MAX_SECONDS, NAME_CHARS, SECRET_DEFAULT_BYTES, SECRET_MAX_BYTES, SECRET_MIN_RANDOM_BYTES,
    TTL_MIN_SECONDS,
};
use crate::say;
use crate::seal::options::Encryption;
use alloc::{borrow::ToOwned, string::String};

/// The two kinds of instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Objects, on R2.
    Bucket,
    /// Keys, on Workers KV.
    Kv,
}

impl Variant {
    /// The variant as callers see it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bucket => "bucket",
            Self::Kv => "kv",
        }
    }
}

/// What is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An instance of storage.
    Storage(Variant),
    /// A secret that somebody made.
    Static,
    /// A secret for which any random bytes will do.
    Random,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Storage(variant) => variant.as_str(),
            Self::Static => "static",
            Self::Random => "random",
        }
    }

    const fn options(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Storage(Variant::Bucket) => ("storage.bucket options", BUCKET_OPTIONS),
            Self::Storage(Variant::Kv) => ("storage.kv options", KV_OPTIONS),
            Self::Static => ("secret.static options", STATIC),
            Self::Random => ("secret.random options", RANDOM),
        }
    }
}

/// Who may read without a signed URL.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Access {
    /// Nobody.
    #[default]
    Private,
    /// Everybody.
    Public,
}

impl Access {
    /// The access as callers see it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Public => "public",
        }
    }
}

/// The `lifecycle` option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifecycle {
    /// Whole days, counted from `storedAt`.
    pub delete_after_days: u32,
}

/// The options that decide how an instance behaves: two declarations of one identity must agree on them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behaviour<'a> {
    /// Default `private`.
    pub access: Access,
    /// KV only.
    pub ttl_seconds: Option<u32>,
    /// Buckets only.
    pub lifecycle: Option<Lifecycle>,
    /// Default none: values are kept in clear.
    pub encryption: Option<Encryption<'a>>,
    /// Random secrets only: how many bytes one has.
    pub bytes: Option<u32>,
}

/// A declaration that has passed every rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration<'a> {
    /// What it is.
    pub kind: Kind,
    /// The instance's name.
    pub name: &'a str,
    /// The instance's namespace.
    pub namespace: &'a str,
    /// The name of the host binding.
    pub binding: String,
    /// Everything else.
    pub options: Behaviour<'a>,
}

/// Options that are carried in the declaration verbatim, without effect here.
pub const CARRIED: [&str; 4] = ["metadata", "shared", "placement", "observability"];

/// The options of `storage.bucket()`.
pub const BUCKET_OPTIONS: &[&str] = &[
    "name",
    "namespace",
    "binding",
    "access",
    "encryption",
    "lifecycle",
    "metadata",
    "shared",
    "placement",
    "observability",
];
/// The options of `storage.kv()`.
pub const KV_OPTIONS: &[&str] = &[
    "name",
    "namespace",
    "binding",
    "access",
    "encryption",
    "ttlSeconds",
    "metadata",
    "shared",
    "placement",
    "observability",
];

/// The options of `secret.static()`.
pub const STATIC: &[&str] = &["name", "namespace", "binding"];
/// The options of `secret.random()`.
pub const RANDOM: &[&str] = &["name", "namespace", "binding", "bytes"];

/// The options of `connect()`.
pub const CONNECT_OPTIONS: &[&str] = &["endpoint", "clock", "cors"];
/// The members of `cors`.
pub const CORS: &[&str] = &["origins"];
/// The members of `lifecycle`.
pub const LIFECYCLE: &[&str] = &["deleteAfterDays"];

impl<'a> Behaviour<'a> {
    fn read(&mut self, variant: Variant, fields: &Fields<'a>) -> Result<()> {
        self.encryption = Encryption::parse(fields.view("encryption"))?;
        for carried in CARRIED {
            match fields.view(carried) {
                View::Undefined | View::Entries(_) | View::Other("an object" | "another kind of object") => {}
                other => return Err(fields.must_be(carried, "an object", other)),
            }
        }
        match variant {
            Variant::Bucket => self.lifecycle = lifecycle(fields.view("lifecycle"))?,
            Variant::Kv => {
                self.ttl_seconds = whole_u32(fields, "ttlSeconds", TTL_MIN_SECONDS, EXPIRY_MAX_SECONDS)?;
            }
        }
        self.access = access(fields)?;
        Ok(())
    }
}

impl<'a> Declaration<'a> {
    /// Parses the options of `storage.bucket()`, `storage.kv()`, `secret.static()` or `secret.random()`.
    ///
    /// # Errors
    /// `storage_invalid_name` or `storage_invalid_options`.
    pub fn parse(kind: Kind, input: View<'a>) -> Result<Self> {
        let (what, known) = kind.options();
        let Some(fields) = Fields::open(input, what, known)? else {
            return Err(Error::new(Code::InvalidOptions, say!("% must be an object, not undefined", what)));
        };
        let Some(name) = name(&fields, "name")? else {
            return Err(Error::new(Code::InvalidName, say!("%: name is missing", what)));
        };
        let namespace = name_space(&fields)?;
        let own = match kind {
            Kind::Storage(_) => namespace,
            // The host has it under its name alone.
            Kind::Static | Kind::Random => DEFAULT_NAMESPACE,
        };
        let binding = match fields.text("binding")? {
            None => default_binding(own, name),
            Some("") => return Err(fields.wrong("binding", "is empty")),
            Some(binding) => binding.to_owned(),
        };
        let mut options = Behaviour::default();
        match kind {
            Kind::Storage(variant) => options.read(variant, &fields)?,
            Kind::Static => {}
            Kind::Random => {
                let bytes = whole_u32(&fields, "bytes", SECRET_MIN_RANDOM_BYTES, SECRET_MAX_BYTES)?;
                options.bytes = Some(bytes.unwrap_or(SECRET_DEFAULT_BYTES));
            }
        }
        if let Some(sealed) = &mut options.encryption
            && namespace == DEFAULT_NAMESPACE
        {
            sealed.namespace.get_or_insert(DEFAULT_NAMESPACE);
        }
        Ok(Self { kind, name, namespace, binding, options })
    }

    /// `namespace/name`.
    #[must_use]
    pub fn identity(&self) -> String {
        say!("%/%", self.namespace, self.name)
    }

    /// Everything that two declarations of one identity must agree on, one `option=value` a line; 0 and nothing where
    /// there is none.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let sealed = self.options.encryption.as_ref();
        // The context that goes without saying may be said.
        let context = sealed.and_then(|sealed| sealed.context).filter(|context| *context != self.identity());
        say!(
            "variant=%\nbinding=%\naccess=%\nttlSeconds=%\nlifecycle.deleteAfterDays=%\nbytes=%\n\
             encryption.secret=%/%\nencryption.context=%",
            self.kind.as_str(),
            quoted(&self.binding),
            self.options.access.as_str(),
            self.options.ttl_seconds.unwrap_or_default(),
            self.options.lifecycle.map_or(0, |lifecycle| lifecycle.delete_after_days),
            self.options.bytes.unwrap_or_default(),
            sealed.and_then(|sealed| sealed.namespace).unwrap_or_default(),
            sealed.map_or("", |sealed| sealed.secret),
            context.unwrap_or_default()
        )
    }
}

/// Refuses a second declaration of one identity that differs from the first.
///
/// # Errors
/// `storage_invalid_options`, naming the identity and the option that differs.
pub fn check_same(identity: &str, declared: &str, again: &str) -> Result<()> {
    let (mut was, mut is) = (declared, again);
    loop {
        let ((one, more), (other, rest)) = (cut::first(was, b'\n'), cut::first(is, b'\n'));
        if one != other {
            return Err(Error::new(
                Code::InvalidOptions,
                say!("% is declared twice and differently: first %, then %", quoted(identity), one, other),
            ));
        }
        (was, is) = match (more, rest) {
            (Some(more), Some(rest)) => (more, rest),
            _ => return Ok(()),
        };
    }
}

/// The refusal of a second identity on one binding.
#[must_use]
pub fn binding_taken(binding: &str, owner: &str, identity: &str) -> Error {
    Error::new(
        Code::InvalidOptions,
        say!(
            "binding % is declared by % and by %; one binding is one store, so give each its own",
            quoted(binding),
            quoted(owner),
            quoted(identity)
        ),
    )
}

/// `user-assets` → `USER_ASSETS`, in namespace `media` → `MEDIA_USER_ASSETS`.
fn default_binding(namespace: &str, name: &str) -> String {
    upper_snake(&if namespace == DEFAULT_NAMESPACE { name.to_owned() } else { say!("%-%", namespace, name) })
}

/// `user-assets` → `USER_ASSETS`.
pub(crate) fn upper_snake(words: &str) -> String {
    let mut upper = String::new();
    for c in words.chars() {
        upper.push(if c == '-' { '_' } else { c.to_ascii_uppercase() });
    }
    upper
}

/// The namespace of instances that name none.
pub const DEFAULT_NAMESPACE: &str = "default";

/// The namespace that is this component's own.
const RESERVED_NAMESPACE: &str = "layeron";

fn name_space<'a>(fields: &Fields<'a>) -> Result<&'a str> {
    match name(fields, "namespace")? {
        Some(RESERVED_NAMESPACE) => {
            Err(Error::new(Code::InvalidName, say!("namespace \"%\" is reserved", RESERVED_NAMESPACE)))
        }
        namespace => Ok(namespace.unwrap_or(DEFAULT_NAMESPACE)),
    }
}

pub(crate) fn name<'a>(fields: &Fields<'a>, member: &str) -> Result<Option<&'a str>> {
    let why = match fields.view(member) {
        View::Undefined => return Ok(None),
        View::Text(name) if is_name(name) => return Ok(Some(name)),
        View::Text(name) => say!(
            "must have 1 to % characters of a-z, 0-9 and '-', starting with a letter; it is %",
            NAME_CHARS,
            shown(name)
        ),
        other => say!("must be a string, not %", other.name()),
    };
    Err(Error::new(Code::InvalidName, say!("% %", member, why)))
}

fn is_name(name: &str) -> bool {
    name.len() <= NAME_CHARS
        && name.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
        && cut::is_all(name, |b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn access(fields: &Fields<'_>) -> Result<Access> {
    let is_public = fields.either("access", Access::Private.as_str(), Access::Public.as_str())?;
    Ok(if is_public { Access::Public } else { Access::Private })
}

fn lifecycle(input: View<'_>) -> Result<Option<Lifecycle>> {
    let Some(fields) = Fields::open(input, "lifecycle", LIFECYCLE)? else { return Ok(None) };
    // A century; enough for any rule, and safe to add to any date.
    let days = whole_u32(&fields, "deleteAfterDays", 1, 36_500)?;
    Ok(days.map(|delete_after_days| Lifecycle { delete_after_days }))
}

/// A whole number option that fits 32 bits.
///
/// # Errors
/// `storage_invalid_options` when it does not lie within the bounds.
pub(crate) fn whole_u32(fields: &Fields<'_>, name: &str, min: u32, max: u32) -> Result<Option<u32>> {
    let whole = fields.whole(name, u64::from(min), u64::from(max))?;
    Ok(whole.map(|n| u32::try_from(n).unwrap_or(max)))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::input::sample::{Sample, seen};

    /// What is declared with these options. The frame is leaked: a declaration borrows from it.
    fn bucket(options: Vec<(&'static str, Sample)>) -> Result<Declaration<'static>> {
        Declaration::parse(
            Kind::Storage(Variant::Bucket),
            seen(Sample::Object(options).frame(BUCKET_OPTIONS).leak()),
        )
    }

    fn kv(options: Vec<(&'static str, Sample)>) -> Result<Declaration<'static>> {
        Declaration::parse(Kind::Storage(Variant::Kv), seen(Sample::Object(options).frame(KV_OPTIONS).leak()))
    }

    #[test]
    fn defaults_follow_the_name() {
        let plain = bucket(vec![("name", Sample::Text("user-assets"))]).unwrap();
        assert_eq!((plain.namespace, plain.binding.as_str()), ("default", "USER_ASSETS"));
        assert_eq!(plain.identity(), "default/user-assets");
        let spaced = kv(vec![("name", Sample::Text("a1")), ("namespace", Sample::Text("my-app"))]).unwrap();
        assert_eq!(spaced.binding, "MY_APP_A1");
    }

    #[test]
    fn names_are_short_lower_case_words() {
        for bad in ["", "1a", "-a", "A", "a_b", "a/b", "é"] {
            assert_eq!(bucket(vec![("name", Sample::Text(bad))]).unwrap_err().code, Code::InvalidName);
        }
        assert!(bucket(vec![("name", Sample::Owned("a".repeat(63)))]).is_ok());
        assert!(bucket(vec![("name", Sample::Owned("a".repeat(64)))]).is_err());
        assert_eq!(bucket(vec![]).unwrap_err().code, Code::InvalidName);
        let reserved = vec![("name", Sample::Text("a")), ("namespace", Sample::Text("layeron"))];
        assert_eq!(bucket(reserved).unwrap_err().code, Code::InvalidName);
    }

    #[test]
    fn encryption_that_would_not_seal_is_refused() {
        for encryption in [Sample::Object(vec![]), Sample::Null, Sample::Bool(false)] {
            let error = bucket(vec![("name", Sample::Text("a")), ("encryption", encryption)]).unwrap_err();
            assert_eq!(error.code, Code::InvalidOptions);
        }
    }

    #[test]
    fn sealed_and_in_clear_are_different_declarations() {
        let sealed = |secret, context| {
            let secret =
                Sample::Object(vec![("kind", Sample::Text("secret_ref")), ("name", Sample::Text(secret))]);
            let encryption = Sample::Object(vec![("secret", secret), ("context", context)]);
            bucket(vec![("name", Sample::Text("a")), ("encryption", encryption)]).unwrap().fingerprint()
        };
        let prints = [
            bucket(vec![("name", Sample::Text("a"))]).unwrap().fingerprint(),
            sealed("none", Sample::Undefined),
            sealed("key", Sample::Undefined),
            sealed("key", Sample::Text("c")),
        ];
        assert_eq!(sealed("key", Sample::Text("default/a")), prints[2]);
        for (n, print) in prints.iter().enumerate() {
            assert!(!prints[n + 1..].contains(print), "{print}");
        }
    }

    #[test]
    fn ttl_and_lifecycle_belong_to_their_variant() {
        let ttl = |n| kv(vec![("name", Sample::Text("a")), ("ttlSeconds", Sample::Number(n))]);
        assert_eq!(ttl(60.0).unwrap().options.ttl_seconds, Some(60));
        for n in [59.0, 60.5, f64::NAN, -1.0, 2_147_483_648.0] {
            assert_eq!(ttl(n).unwrap_err().code, Code::InvalidOptions);
        }
        assert!(bucket(vec![("name", Sample::Text("a")), ("ttlSeconds", Sample::Number(60.0))]).is_err());
        assert!(kv(vec![("name", Sample::Text("a")), ("lifecycle", Sample::Object(vec![]))]).is_err());
        let days = |n| {
            let lifecycle = Sample::Object(vec![("deleteAfterDays", Sample::Number(n))]);
            bucket(vec![("name", Sample::Text("a")), ("lifecycle", lifecycle)])
        };
        assert_eq!(days(1.0).unwrap().options.lifecycle.unwrap().delete_after_days, 1);
        assert!(days(0.0).is_err());
        assert!(days(1.5).is_err());
    }

    #[test]
    fn a_second_declaration_may_not_differ() {
        let first = bucket(vec![("name", Sample::Text("a"))]).unwrap();
        let same = bucket(vec![("name", Sample::Text("a")), ("access", Sample::Text("private"))]).unwrap();
        assert_eq!(check_same("default/a", &first.fingerprint(), &same.fingerprint()), Ok(()));
        let other = bucket(vec![("name", Sample::Text("a")), ("access", Sample::Text("public"))]).unwrap();
        let error = check_same("default/a", &first.fingerprint(), &other.fingerprint()).unwrap_err();
        assert!(error.message.contains("\"default/a\""), "{error}");
        assert!(error.message.contains("first access=private, then access=public"), "{error}");
    }

    fn secret(kind: Kind, options: Vec<(&'static str, Sample)>) -> Result<Declaration<'static>> {
        Declaration::parse(kind, seen(Sample::Object(options).frame(kind.options().1).leak()))
    }

    #[test]
    fn the_host_has_a_secret_under_its_name() {
        let named = || vec![("name", Sample::Text("vault-key")), ("namespace", Sample::Text("media"))];
        let made = secret(Kind::Static, named()).unwrap();
        assert_eq!((made.binding.as_str(), made.identity().as_str()), ("VAULT_KEY", "media/vault-key"));
        assert_eq!(made.options.bytes, None);
        assert_eq!(secret(Kind::Random, named()).unwrap().options.bytes, Some(32));
        let mut bound = named();
        bound.push(("binding", Sample::Text("KEY")));
        assert_eq!(secret(Kind::Static, bound).unwrap().binding, "KEY");
    }

    #[test]
    fn wrong_options_of_secrets_are_refused() {
        let with = |name, value| vec![("name", Sample::Text("a")), (name, value)];
        for n in [15.0, 1025.0, 32.5, f64::NAN] {
            let error = secret(Kind::Random, with("bytes", Sample::Number(n))).unwrap_err();
            assert_eq!(error.code, Code::InvalidOptions);
        }
        assert!(secret(Kind::Random, with("bytes", Sample::Number(16.0))).is_ok());
        assert!(secret(Kind::Static, with("bytes", Sample::Number(32.0))).is_err());
        assert!(secret(Kind::Static, with("binding", Sample::Text(""))).is_err());
        assert_eq!(secret(Kind::Static, vec![]).unwrap_err().code, Code::InvalidName);
    }

    #[test]
    fn two_kinds_of_one_name_differ() {
        let made = |kind| secret(kind, vec![("name", Sample::Text("a"))]).unwrap().fingerprint();
        assert_ne!(made(Kind::Static), made(Kind::Random));
    }
}
