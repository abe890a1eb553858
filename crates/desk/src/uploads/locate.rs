//! Anyone finds content by a CID and a path: a file, a directory, or a block.

use bytes::{Bytes, BytesMut};
use frontdesk_files::{
    ByteStream, Cid, Disposition, GUESS_BYTES, car, content_disposition, guess_type,
    unixfs::{self, Listing, Node, Resolved, Walk},
};
use frontdesk_model::error::ErrorCode;
use futures_util::TryStreamExt as _;

use super::content::{Content, Source};
use crate::{
    Desk,
    error::{Error, Result},
};

/// The file that stands for its directory.
const INDEX: &str = "index.html";
/// The most entries of a directory that are listed.
const MAX_LISTED: usize = 2_000;

/// Where a CID and a path lead. What lies there may still not be here.
pub struct Located {
    desk: Desk,
    at: Resolved,
    /// The path's last name.
    name: Option<String>,
}

/// What lies there.
pub enum Entity {
    File(Content),
    Directory(Directory),
    /// Content that is no file, such as a DAG-CBOR document: to be had as a
    /// block or an archive only.
    Other,
}

/// A directory.
pub struct Directory {
    desk: Desk,
    cid: Cid,
    node: Node,
}

impl Desk {
    /// Follows a path from a CID.
    ///
    /// # Errors
    /// `InvalidInput` when it isn't a CID; `NotFound` when a block on the way
    /// is not here or the path leads nowhere.
    pub async fn locate(&self, cid: &str, path: &[String]) -> Result<Located> {
        let root: Cid = cid
            .parse()
            .map_err(|_| Error::new(ErrorCode::InvalidInput, format!("{cid:?} is not a CID")))?;
        let blocks = self.blocks();
        let at = match unixfs::resolve(blocks.as_ref(), root, path).await {
            Ok(at) => at,
            Err(error) => return Err(self.explain(error).await),
        };
        Ok(Located {
            desk: self.clone(),
            at,
            name: path.last().cloned(),
        })
    }
}

impl Located {
    /// The CID at the end of the path.
    pub fn cid(&self) -> String {
        self.at.cid.to_string()
    }

    /// The CID at the beginning and after each segment.
    pub fn roots(&self) -> Vec<String> {
        self.at.roots.iter().map(ToString::to_string).collect()
    }

    /// What lies at the end of the path.
    ///
    /// # Errors
    /// `NotFound` when it is not here.
    pub async fn open(&self) -> Result<Entity> {
        let Self { desk, at, name } = self;
        match desk.content(&at.cid.to_string()).await {
            Err(error) if error.code() == ErrorCode::NotFound => {}
            content => return content.map(Entity::File),
        }
        entity(desk, at.cid, self.first().await?, name.as_deref()).await
    }

    /// The block at the end of the path.
    async fn first(&self) -> Result<Bytes> {
        match self.desk.blocks().get(&self.at.cid).await {
            Ok(block) => Ok(block),
            Err(error) => Err(self.desk.explain(error).await),
        }
    }

    /// The block at the end of the path.
    ///
    /// # Errors
    /// `NotFound` when it is not here.
    pub async fn block(&self) -> Result<Content> {
        let block = self.first().await?;
        Ok(Content {
            desk: self.desk.clone(),
            root: self.at.cid,
            cid: self.cid(),
            size: block.len() as u64,
            source: Source::Bytes(block),
            media_type: "application/vnd.ipld.raw".to_owned(),
        })
    }

    /// The value of `Content-Disposition` for what is always saved.
    pub fn attachment(name: &str) -> String {
        content_disposition(Disposition::Attachment, name)
    }

    /// An archive of the blocks that lead here, and of what lies here. A block
    /// that is missing ends the stream with an error.
    ///
    /// # Errors
    /// `NotFound` when not even the block at the end of the path is here.
    pub async fn archive(&self, what: Walk) -> Result<ByteStream> {
        self.first().await?;
        let blocks = self.desk.blocks();
        let roots = self.at.roots[..1].to_vec();
        let walked = unixfs::walk(blocks, self.at.clone(), what);
        Ok(car::archive(&roots, walked))
    }
}

impl Directory {
    /// The file that stands for the directory, if it has one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn index(&self) -> Result<Option<Content>> {
        let path = [INDEX.to_owned()];
        let located = self.desk.locate(&self.cid.to_string(), &path).await;
        let opened = match located {
            Ok(located) => located.open().await,
            Err(error) => Err(error),
        };
        match opened {
            Ok(Entity::File(content)) => Ok(Some(content)),
            Ok(_) => Ok(None),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What is in it, as far as a page can show.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn list(&self) -> Result<Listing> {
        let blocks = self.desk.blocks();
        let found = unixfs::entries(blocks.as_ref(), &self.node, MAX_LISTED).await?;
        found.ok_or_else(|| Error::not_found("directory"))
    }
}

async fn entity(desk: &Desk, cid: Cid, block: Bytes, name: Option<&str>) -> Result<Entity> {
    let node = unixfs::node_of(&cid, block.clone())?;
    let content = |source, size, media_type: &str| Content {
        desk: desk.clone(),
        root: cid,
        source,
        cid: cid.to_string(),
        size,
        media_type: media_type.to_owned(),
    };
    Ok(match node {
        Node::File(file) => {
            let mut found = content(Source::Blocks(block), file.size, "");
            found.media_type = guess(&found, name).await.to_owned();
            Entity::File(found)
        }
        Node::Symlink(target) => {
            let size = target.len() as u64;
            Entity::File(content(Source::Bytes(target), size, "text/plain"))
        }
        node @ (Node::Directory(_) | Node::Shard(_)) => Entity::Directory(Directory {
            desk: desk.clone(),
            cid,
            node,
        }),
        Node::Document | Node::Opaque => Entity::Other,
    })
}

/// The type of a file that nobody declared. One whose beginning is not here can
/// still be read further back.
async fn guess(content: &Content, name: Option<&str>) -> &'static str {
    let len = content.size.min(GUESS_BYTES as u64);
    match head(content, len).await {
        Ok(head) => guess_type(&head, len == content.size, name),
        Err(_) => "application/octet-stream",
    }
}

async fn head(content: &Content, len: u64) -> Result<Bytes> {
    let mut pieces = content.read(0..len).await?;
    let mut head = BytesMut::new();
    let failed = |error: std::io::Error| Error::internal(&error);
    while let Some(piece) = pieces.try_next().await.map_err(failed)? {
        head.extend_from_slice(&piece);
    }
    Ok(head.freeze())
}
