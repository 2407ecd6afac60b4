//! The options of `storageSignedUrl()`: what a URL allows, and for how long.
//!
//! They are parsed twice: when a URL is made, to refuse what is wrong, and when it is used, as the grant in the URL
//! holds them as they were given.

use crate::cut;
use crate::declare::Variant;
use crate::error::{Code, Error, Result};
use crate::input::{Fields, Frame, MAX_SAFE_INTEGER, View};
use crate::limits::{FILENAME_BYTES, SIGNED_URL_MAX_SECONDS};
use crate::metadata;
use crate::say;

/// The options of `storageSignedUrl`.
pub const SIGNED: &[&str] = &[
    "action",
    "expiresInSeconds",
    "oneTime",
    "disposition",
    "filename",
    "contentType",
    "maxSizeBytes",
    "metadata",
    "ifNotExists",
];
/// Those that have no meaning when a URL reads.
const OF_WRITE: [&str; 4] = ["contentType", "maxSizeBytes", "metadata", "ifNotExists"];
/// Those that have no meaning when a URL writes.
const OF_READ: [&str; 2] = ["disposition", "filename"];

/// The options, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options<'a> {
    /// How long the URL is valid.
    pub seconds: u64,
    /// How often it may be used.
    pub uses: Uses,
    /// What may be done.
    pub action: Action<'a>,
}

/// How often a URL may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uses {
    /// As often as anybody likes.
    Any,
    /// One request succeeds.
    Once,
}

/// What may be done with the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action<'a> {
    /// Read it.
    Read {
        /// How a browser shows it.
        disposition: Disposition,
        /// Under which name a browser saves it.
        filename: Option<&'a str>,
    },
    /// Store a value under it.
    Write {
        /// The content type that the request must have.
        content_type: Option<&'a str>,
        /// The most bytes that the value may have.
        max_size: Option<u64>,
        /// Names and values that are stored beside the value.
        metadata: Frame<'a>,
        /// Whether the key must not exist.
        create: bool,
    },
}

/// How a browser shows what it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// It saves it.
    Attachment,
    /// It shows it, if it can.
    Inline,
}

impl<'a> Options<'a> {
    /// Parses the options. `lifecycle` is the bucket's, in days.
    ///
    /// # Errors
    /// With the code of the first option that is wrong.
    pub fn parse(input: View<'a>, lifecycle: Option<u64>) -> Result<Self> {
        const WHAT: &str = "signed URL options";
        let missing = |what| Error::new(Code::InvalidOptions, say!("%: % is missing", WHAT, what));
        let fields = Fields::open(input, WHAT, SIGNED)?.ok_or_else(|| missing("action"))?;
        if fields.view("action") == View::Undefined {
            return Err(missing("action"));
        }
        let writes = fields.either("action", "read", "write")?;
        let others = if writes { &OF_READ[..] } else { &OF_WRITE };
        for name in others {
            // A cap that does not hold is worse than none.
            if fields.view(name) != View::Undefined {
                return Err(fields.wrong(name, "does not go together with this action"));
            }
        }
        let seconds = fields.whole("expiresInSeconds", 1, SIGNED_URL_MAX_SECONDS)?;
        let seconds = seconds.ok_or_else(|| missing("expiresInSeconds"))?;
        let uses = if fields.flag("oneTime")? { Uses::Once } else { Uses::Any };
        if let (Uses::Once, Some(days)) = (uses, lifecycle)
            && seconds > days * 86_400
        {
            let why = say!("outlives the record of its use, which the lifecycle deletes after % days", days);
            return Err(fields.wrong("oneTime", &why));
        }
        let action = if writes { write(&fields) } else { read(&fields) }?;
        Ok(Self { seconds, uses, action })
    }
}

fn read<'a>(fields: &Fields<'a>) -> Result<Action<'a>> {
    let inline = fields.either("disposition", "attachment", "inline")?;
    let disposition = if inline { Disposition::Inline } else { Disposition::Attachment };
    let filename = fields.text("filename")?;
    if let Some(name) = filename {
        if name.is_empty() || name.len() > FILENAME_BYTES {
            let why = say!("has % bytes of UTF-8, allowed are 1 to %", name.len(), FILENAME_BYTES);
            return Err(fields.wrong("filename", &why));
        }
        if !cut::is_all(name, |byte| !byte.is_ascii_control()) {
            return Err(fields.wrong("filename", "holds a control character"));
        }
    }
    Ok(Action::Read { disposition, filename })
}

fn write<'a>(fields: &Fields<'a>) -> Result<Action<'a>> {
    metadata::check(Variant::Bucket, fields)?;
    Ok(Action::Write {
        content_type: fields.text("contentType")?,
        max_size: fields.whole("maxSizeBytes", 0, MAX_SAFE_INTEGER)?,
        metadata: match fields.view("metadata") {
            View::Entries(entries) => entries,
            _ => Frame::new(""),
        },
        create: fields.flag("ifNotExists")?,
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests {
    use super::*;
    use crate::input::sample::{Sample, seen};
    use Sample::{Bool, Number, Object, Text};

    /// What becomes of options with these members.
    fn with<T>(
        members: Vec<(&'static str, Sample)>,
        lifecycle: Option<u64>,
        look: impl Fn(Result<Options<'_>>) -> T,
    ) -> T {
        let frame = Object(members).frame(SIGNED);
        look(Options::parse(seen(&frame), lifecycle))
    }

    /// The refusal of options that are right but for one.
    fn refused(action: &'static str, name: &'static str, value: Sample) -> Error {
        let mut members = vec![("action", Text(action)), ("expiresInSeconds", Number(60.0))];
        members.retain(|(own, _)| *own != name);
        members.push((name, value));
        with(members, None, |options| options.map(|_| ()).unwrap_err())
    }

    #[test]
    fn a_read_is_an_attachment_unless_it_says_otherwise() {
        let members = vec![("action", Text("read")), ("expiresInSeconds", Number(60.0))];
        with(members, None, |options| {
            let action = Action::Read { disposition: Disposition::Attachment, filename: None };
            assert_eq!(options.unwrap(), Options { seconds: 60, uses: Uses::Any, action });
        });
    }

    #[test]
    fn a_write_carries_its_bounds() {
        let members = vec![
            ("action", Text("write")),
            ("expiresInSeconds", Number(604_800.0)),
            ("oneTime", Bool(true)),
            ("contentType", Text("image/png")),
            ("maxSizeBytes", Number(0.0)),
            ("metadata", Object(vec![("a", Text("b"))])),
            ("ifNotExists", Bool(true)),
        ];
        with(members, None, |options| {
            let options = options.unwrap();
            assert_eq!((options.seconds, options.uses), (604_800, Uses::Once));
            let Action::Write { content_type, max_size, mut metadata, create } = options.action else {
                panic!()
            };
            assert_eq!((content_type, max_size, create), (Some("image/png"), Some(0), true));
            assert_eq!((metadata.take(), metadata.take()), (View::Text("a"), View::Text("b")));
        });
    }

    #[test]
    fn what_is_wrong_is_refused() {
        let wrong = |action, name, value| assert_eq!(refused(action, name, value).code, Code::InvalidOptions);
        for seconds in [0.0, -1.0, f64::NAN, 1.5, 604_801.0, f64::INFINITY] {
            wrong("read", "expiresInSeconds", Number(seconds));
        }
        for size in [-1.0, f64::NAN, 0.5] {
            wrong("write", "maxSizeBytes", Number(size));
        }
        wrong("read", "expiresInSeconds", Sample::Undefined);
        wrong("read", "filename", Text("a\r\nb"));
        wrong("read", "filename", Text(""));
        wrong("read", "filename", Sample::Owned("é".repeat(128)));
        wrong("read", "disposition", Text("form-data"));
        wrong("read", "oneTime", Text("yes"));
        wrong("read", "action", Text("delete"));
        wrong("read", "action", Sample::Undefined);
        wrong("write", "contentType", Text("a\nb"));
        let metadata = Object(vec![("layeron-a", Text("b"))]);
        assert_eq!(refused("write", "metadata", metadata).code, Code::InvalidMetadata);
        assert!(
            refused("read", "maxSizeByte", Number(1.0)).message.contains("did you mean \"maxSizeBytes\"")
        );
        assert!(Options::parse(View::Undefined, None).is_err());
    }

    #[test]
    fn the_options_of_one_action_are_not_the_others() {
        for (action, names) in [("read", &OF_WRITE[..]), ("write", &OF_READ)] {
            for name in names {
                let message = format!("signed URL options: {name} does not go together with this action");
                assert_eq!(refused(action, name, Number(1.0)).message, message);
            }
        }
    }

    #[test]
    fn a_one_time_url_does_not_outlive_the_record_of_its_use() {
        let is_ok = |seconds, once| {
            let members = vec![
                ("action", Text("read")),
                ("expiresInSeconds", Number(seconds)),
                ("oneTime", Bool(once)),
            ];
            with(members, Some(1), |options| options.is_ok())
        };
        assert!(is_ok(86_400.0, true));
        assert!(is_ok(86_401.0, false));
        assert!(!is_ok(86_401.0, true));
    }
}
