//! An upload in parts, which are gathered until it is complete.
//!
//! The memory host treats a stream the same way: it stores nothing before the stream has ended, and then everything
//! with one put.

use async_trait::async_trait;
use futures::future;
use object_store::path::Path;
use object_store::{
    Attributes, MultipartUpload, ObjectStore, PutOptions, PutPayload, PutResult, Result, UploadPart,
};

use crate::adapter::Adapter;

/// The parts so far.
#[derive(Debug)]
pub(crate) struct Upload {
    store: Adapter,
    location: Path,
    attributes: Attributes,
    parts: Vec<PutPayload>,
}

impl Upload {
    pub(crate) fn new(store: Adapter, location: Path, attributes: Attributes) -> Self {
        Self { store, location, attributes, parts: Vec::new() }
    }
}

#[async_trait]
impl MultipartUpload for Upload {
    fn put_part(&mut self, part: PutPayload) -> UploadPart {
        self.parts.push(part);
        Box::pin(future::ready(Ok(())))
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let whole = self.parts.drain(..).flatten().collect();
        let options = PutOptions::from(std::mem::take(&mut self.attributes));
        self.store.put_opts(&self.location, whole, options).await
    }

    async fn abort(&mut self) -> Result<()> {
        self.parts.clear();
        Ok(())
    }
}
