//! The company's root key on its way to a safe place: an age file (age-encryption.org/v1) under a passphrase that is made
//! here, so that it is never a weak one. `age -d FILE` gives the PEM back. Read back and compared, the plain key is taken away.

use crate::entropy::{self, Entropy};
use crate::keys::{KeyFolder, private_file};
use crate::refused::HubRefused;
use age::scrypt::{Identity, Recipient};
use age::secrecy::SecretString;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

/// 2^15 rounds take a tenth of a second. The passphrase has 125 random bits: more would protect nothing.
const ROUNDS: u8 = 15;
/// Letters and figures that nobody takes for another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Moves the root key out of a hub's folder into `file`, which must not exist. Answers with the passphrase, which is nowhere
/// else.
///
/// # Errors
/// [`HubRefused::KeyMissing`] where it was moved already; [`HubRefused::Folder`] where the file cannot be written.
pub fn export(hub: &Path, file: &Path, entropy: &dyn Entropy) -> Result<String, HubRefused> {
    let root = KeyFolder::of(hub).root_file();
    let plain = fs::read(&root).map_err(|_| HubRefused::KeyMissing(root.display().to_string()))?;
    let refused =
        |why: &dyn std::fmt::Display| HubRefused::Folder { folder: file.display().to_string(), why: why.to_string() };
    if file.exists() {
        return Err(refused(&"it exists; name another file"));
    }
    let passphrase = passphrase(entropy);
    let secret = || SecretString::from(passphrase.clone());
    let mut recipient = Recipient::new(secret());
    recipient.set_work_factor(ROUNDS);
    let sealed = age::encrypt(&recipient, &plain).map_err(|why| refused(&why))?;
    let written = private_file(file).and_then(|mut to| {
        to.write_all(&sealed)?;
        to.sync_all()
    });
    written.map_err(|why| refused(&why))?;
    let read = fs::read(file).map_err(|why| refused(&why))?;
    let opened = age::decrypt(&Identity::new(secret()), &read).map_err(|why| refused(&why))?;
    if opened != plain {
        return Err(refused(&"what was written does not read back the same"));
    }
    let gone = fs::remove_file(&root).and_then(|()| File::open(root.parent().unwrap_or(hub))?.sync_all());
    gone.map_err(|why| HubRefused::folder(hub, &why))?;
    Ok(passphrase)
}

/// Five groups of five.
fn passphrase(entropy: &dyn Entropy) -> String {
    let bytes: [u8; 25] = entropy::bytes(entropy);
    let letters = bytes.map(|byte| char::from(LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'a')));
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn the_root_key_leaves_the_folder_under_a_passphrase_and_comes_back_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let (hub, file) = (folder.path().join("hub"), folder.path().join("root.age"));
        let root = KeyFolder::of(&hub).root_file();
        fs::create_dir_all(root.parent().unwrap()).unwrap();
        fs::write(&root, "the key").unwrap();
        let passphrase = export(&hub, &file, &SystemEntropy).unwrap();
        assert_eq!((passphrase.len(), root.exists()), (29, false));
        let sealed = fs::read(&file).unwrap();
        let open = |passphrase: &str| age::decrypt(&Identity::new(SecretString::from(passphrase.to_owned())), &sealed);
        assert_eq!(open(&passphrase).unwrap(), b"the key");
        assert!(open("aaaaa-aaaaa-aaaaa-aaaaa-aaaaa").is_err());
        assert!(matches!(export(&hub, &file, &SystemEntropy), Err(HubRefused::KeyMissing(_))));
    }

    #[test]
    fn a_file_that_is_there_is_left_alone_and_so_is_the_key() {
        let folder = tempfile::tempdir().unwrap();
        let root = KeyFolder::of(folder.path()).root_file();
        fs::create_dir_all(root.parent().unwrap()).unwrap();
        fs::write(&root, "the key").unwrap();
        let file = folder.path().join("root.age");
        fs::write(&file, "an older one").unwrap();
        assert!(matches!(export(folder.path(), &file, &SystemEntropy), Err(HubRefused::Folder { .. })));
        assert!(root.exists() && fs::read(&file).unwrap() == b"an older one");
    }
}
