//! A small disk: memory that the kernel lets nobody fill beyond a size, in a namespace that goes with the test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Says to the test that it is the one in the namespace.
const INSIDE: &str = "RELATA_TEST_MAY_MOUNT";

/// Runs a test of this file again where it may mount, and fails as it fails there; returns `true` to the one that runs there.
/// Mounts of it are seen by nobody else, and gone when it ends, however it does.
///
/// Needs `unshare` of util-linux, and a kernel that lets whoever runs tests have namespaces: a container without them says so
/// here, rather than that all is well.
pub fn in_a_namespace(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let mut inside = Command::new("unshare");
    inside.args(["--map-root-user", "--mount"]).arg(std::env::current_exe().unwrap());
    let inside = inside.args(["--exact", test, "--nocapture"]).env(INSIDE, "yes").status();
    let inside = inside.expect("`unshare` of util-linux mounts a small disk for this test; install util-linux");
    assert!(inside.success(), "the test failed, or this machine lets nobody have a namespace to mount in (see above)");
    false
}

/// A disk of so many bytes.
pub struct Disk {
    pub path: PathBuf,
}

impl Disk {
    /// Mounts one.
    pub fn of(bytes: u64, path: &Path) -> Disk {
        fs::create_dir_all(path).unwrap();
        let disk = Disk { path: path.to_owned() };
        disk.mount(&format!("size={bytes}"));
        disk
    }

    /// Gives it another size.
    pub fn resize(&self, bytes: u64) {
        self.mount(&format!("remount,size={bytes}"));
    }

    fn mount(&self, options: &str) {
        let mut mount = Command::new("mount");
        let mounted = mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&self.path).status().unwrap();
        assert!(mounted.success(), "a small disk cannot be mounted");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // So that the folder it lies in can be removed. A database that the test read may be closed a little later.
        let _ = Command::new("umount").arg("--lazy").arg(&self.path).status();
    }
}
