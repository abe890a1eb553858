//! A check finds what is damaged and puts it together from other good copies: from the node,
//! and from other files that hold the same blocks. On the disk and in a bucket of a real S3 server.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use frontdesk_desk::{Checked, Damaged};
use frontdesk_files::{
    Backend, LocalBackend, PROFILE, RAW, S3Backend, S3Settings, cid_of, is_intact,
};
use frontdesk_model::{attachment::Attachment, error::ErrorCode};
use frontdesk_testkit::{
    Peer, TestData,
    peers::{S3_BUCKET, S3_KEY},
};

use crate::life::{Life, Restartable, data, pinned, root, text};

/// Bytes of a block.
const BLOCK: usize = 1 << 20;

/// Where a desk keeps its own copies, as somebody else sees it.
pub enum Own {
    Disk(PathBuf),
    Bucket(S3Settings),
}

impl Own {
    pub fn disk(data: &TestData) -> Self {
        Self::Disk(data.files())
    }

    /// A bucket's corner for the desks of this data.
    fn bucket(data: &TestData) -> Self {
        let prefix = data.dir().file_name().unwrap().to_str().unwrap();
        let settings = S3Settings {
            url: Peer::s3().url.parse().unwrap(),
            bucket: S3_BUCKET.to_owned(),
            region: "us-east-1".to_owned(),
            access_key_id: S3_KEY.0.to_owned(),
            secret_access_key: S3_KEY.1.to_owned(),
            prefix: prefix.trim_start_matches('.').to_owned(),
            path_style: true,
        };
        data.set_bucket(settings.clone());
        Self::Bucket(settings)
    }

    async fn is_intact(&self, file: &Attachment) -> bool {
        let backend: Arc<dyn Backend> = match self {
            Self::Disk(dir) => Arc::new(LocalBackend::open(dir).await.unwrap()),
            Self::Bucket(settings) => Arc::new(S3Backend::new(settings).unwrap()),
        };
        is_intact(&*backend, &root(file), PROFILE).await.unwrap()
    }

    fn path(&self, cid: &str) -> PathBuf {
        match self {
            Self::Disk(dir) => find(dir, cid),
            Self::Bucket(settings) => {
                // The server keeps the parts of the keys as directories.
                let name = format!("{cid}._S3rver_object");
                let corner = find_dir(&Peer::s3().dir, &settings.prefix);
                find(&corner, &name)
            }
        }
    }

    /// Changes a byte behind everybody's back.
    pub fn damage(&self, cid: &str, at: usize) {
        flip(&self.path(cid), at);
    }
}

fn flip(path: &Path, at: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[at] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

fn entries(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return Vec::new();
    };
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn search(dir: &Path, is_it: &dyn Fn(&Path) -> bool) -> Option<PathBuf> {
    let entries = entries(dir);
    let here = entries.iter().find(|path| is_it(path)).cloned();
    here.or_else(|| entries.iter().find_map(|path| search(path, is_it)))
}

fn find(dir: &Path, name: &str) -> PathBuf {
    let found = search(dir, &|path| path.is_file() && path.ends_with(name));
    found.unwrap_or_else(|| panic!("{name} is not in {}", dir.display()))
}

fn find_dir(dir: &Path, name: &str) -> PathBuf {
    let found = search(dir, &|path| path.is_dir() && path.ends_with(name));
    found.unwrap_or_else(|| panic!("{name} is not in {}", dir.display()))
}

/// Changes a byte of one of the node's blocks, whose file is named by its multihash.
fn damage_at_node(node: &Peer, block: &[u8]) {
    let hash = cid_of(RAW, block).hash().to_bytes();
    let name = cid::multibase::encode(cid::multibase::Base::Base32Upper, hash);
    flip(&find(&node.dir, &format!("{}.data", &name[1..])), 1_000);
}

async fn check(life: &Life) -> Checked {
    life.pass_leases();
    life.kit().desk.scrub_now(false, |_| {}).await.unwrap()
}

fn found(checked: &Checked) -> (u64, u64) {
    (checked.scrub.damaged, checked.scrub.repaired)
}

/// A text of exactly so many whole blocks.
fn blocks(count: usize) -> String {
    let mut text = text().repeat(count + 1);
    text.truncate(count * BLOCK);
    text
}

fn repairs_from_the_node(own_of: fn(&TestData) -> Own) {
    let node = Peer::ipfs();
    let data = data(&node.url);
    let own = own_of(&data);
    let life = Life::begin(&data, true, &[]);
    life.run(async {
        let text = text();
        let file = life.upload(&text).await;
        let whole = life.upload(&blocks(1)).await;
        life.until(pinned(2)).await;
        assert_eq!(found(&check(&life).await), (0, 0));
        own.damage(&file.cid, 1_000);
        assert!(!own.is_intact(&file).await);
        let checked = check(&life).await;
        assert_eq!((checked.scrub.checked, found(&checked)), (2, (1, 1)));
        assert_eq!(checked.damaged, []);
        assert!(own.is_intact(&file).await, "our own copy is whole again");
        assert!(own.is_intact(&whole).await);
        // One that is gone altogether, too.
        match &own {
            Own::Disk(_) => std::fs::remove_file(own.path(&file.cid)).unwrap(),
            Own::Bucket(settings) => {
                let bucket = S3Backend::new(settings).unwrap();
                bucket.delete(&root(&file)).await.unwrap();
            }
        }
        assert_eq!(found(&check(&life).await), (1, 1));
        assert!(own.is_intact(&file).await);
        assert_eq!(life.read(&file).await, text);
    });
}

#[test]
fn what_is_damaged_or_gone_on_the_disk_is_repaired_from_the_node() {
    repairs_from_the_node(Own::disk);
}

#[test]
fn what_is_damaged_or_gone_in_a_bucket_is_repaired_from_the_node() {
    repairs_from_the_node(Own::bucket);
}

/// Without a node: the same blocks lie in another file.
fn repairs_from_other_files(own_of: fn(&TestData) -> Own) {
    let data = Arc::new(TestData::new());
    let own = own_of(&data);
    let life = Life::begin(&data, true, &[]);
    life.run(async {
        let shared = blocks(1);
        let texts = [0, 1].map(|_| format!("{shared}{}", text()));
        let mut files = Vec::new();
        for text in &texts {
            files.push(life.upload(text).await);
        }
        // In both files in turn: the block is known by one, its copy by the other.
        for (file, text) in files.iter().zip(&texts) {
            own.damage(&file.cid, 1_000);
            assert_eq!(found(&check(&life).await), (1, 1));
            assert!(own.is_intact(file).await);
            assert_eq!(&life.read(file).await, text);
        }
        // What only one of them has is lost, and told until it is there again.
        let lost = &files[0];
        own.damage(&lost.cid, BLOCK + 1_000);
        for _ in 0..2 {
            let checked = check(&life).await;
            assert_eq!(found(&checked), (1, 0));
            let damaged = Damaged {
                cid: lost.cid.clone(),
                size: lost.size,
                is_pack: false,
            };
            assert_eq!(checked.damaged, [damaged]);
        }
        let refused = life.kit().desk.content(&lost.cid).await.err().unwrap();
        assert_eq!(refused.code(), ErrorCode::FileDamaged);
        assert_eq!(life.read(&files[1]).await, texts[1]);
        life.upload(&texts[0]).await;
        assert_eq!(found(&check(&life).await), (0, 0));
    });
}

#[test]
fn on_the_disk_the_blocks_of_other_files_repair() {
    repairs_from_other_files(Own::disk);
}

#[test]
fn in_a_bucket_the_blocks_of_other_files_repair() {
    repairs_from_other_files(Own::bucket);
}

#[test]
fn copies_that_are_both_damaged_make_a_whole_one_where_one_has_each_block() {
    let node = Peer::ipfs();
    let data = data(&node.url);
    let own = Own::disk(&data);
    let life = Life::begin(&data, true, &[]);
    life.run(async {
        let text = blocks(3);
        let file = life.upload(&text).await;
        life.until(pinned(1)).await;
        own.damage(&file.cid, 1_000);
        damage_at_node(node, &text.as_bytes()[BLOCK..2 * BLOCK]);
        assert_eq!(found(&check(&life).await), (1, 1));
        assert!(own.is_intact(&file).await);
        // Now the block of which the node's copy is bad as well: nobody has it.
        own.damage(&file.cid, BLOCK + 1_000);
        let checked = check(&life).await;
        assert_eq!(found(&checked), (1, 0));
        assert_eq!(checked.damaged[0].cid, file.cid);
    });
}

#[test]
fn what_only_the_node_has_is_checked_there() {
    let node = Peer::ipfs();
    let data = data(&node.url);
    let life = Life::begin(&data, false, &[]);
    life.run(async {
        let text = blocks(2);
        let file = life.upload(&text).await;
        let own = LocalBackend::open(data.files()).await.unwrap();
        crate::life::until_gone(&own, &file).await;
        assert_eq!(found(&check(&life).await), (0, 0));
        damage_at_node(node, &text.as_bytes()[BLOCK..]);
        assert_eq!(found(&check(&life).await), (1, 0));
        assert!(!own.has(&root(&file)).await.unwrap());
    });
}

#[test]
fn damage_waits_for_a_node_that_is_away_and_does_not_hold_up_the_check() {
    let node = Restartable::stopped();
    let running = node.start();
    let data = data(&node.url);
    let own = Own::disk(&data);
    let life = Life::begin(&data, true, &[]);
    let (file, text) = life.run(async {
        let text = text();
        let file = life.upload(&text).await;
        life.upload(&blocks(1)).await;
        life.until(pinned(2)).await;
        (file, text)
    });
    running.kill();
    own.damage(&file.cid, 1_000);
    life.run(async {
        let checked = check(&life).await;
        assert_eq!((checked.scrub.checked, found(&checked)), (2, (1, 0)));
    });
    let _running = node.start();
    life.run(async {
        life.until_breaker(frontdesk_files::BreakerState::Closed)
            .await;
        assert_eq!(found(&check(&life).await), (1, 1));
        assert_eq!(life.read(&file).await, text);
    });
}
