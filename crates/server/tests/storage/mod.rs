//! Object storage on loopback: the real protocols, spoken by the servers that `tools/storage/install` installs.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

/// The account that Azurite knows, and its key, which its documentation says.
pub const ACCOUNT: &str = "devstoreaccount1";
pub const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// A server, ended with its value.
pub struct Server {
    child: Child,
    pub port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Starts Azurite. `None`, which is said, if it is not installed.
pub fn azurite() -> Option<Server> {
    let arguments = ["--inMemoryPersistence", "--silent", "--disableTelemetry", "--disableProductStyleUrl"];
    let server = start("node_modules/.bin/azurite-blob", &["--blobPort"], &arguments)?;
    let all = sas("rwlac", "2099-01-01T00:00:00Z");
    put(server.port, &format!("/{ACCOUNT}/extract?restype=container&{all}"), b"");
    Some(server)
}

/// Starts moto. `None`, which is said, if it is not installed.
pub fn moto() -> Option<Server> {
    let server = start(".venv/bin/moto_server", &["--host", "127.0.0.1", "--port"], &[])?;
    put(server.port, "/extract", b"");
    Some(server)
}

fn start(program: &str, before_port: &[&str], others: &[&str]) -> Option<Server> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/storage").join(program);
    if !program.exists() {
        println!("skipped: {} is not installed; run tools/storage/install", program.display());
        return None;
    }
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = Command::new(program);
    command.args(before_port).arg(port.to_string()).args(others).stdout(Stdio::null()).stderr(Stdio::null());
    let server = Server { child: command.spawn().unwrap(), port };
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the server does not answer");
        std::thread::sleep(Duration::from_millis(50));
    }
    Some(server)
}

impl Server {
    /// Puts a file into the container, or in place of one.
    pub fn upload(&self, name: &str, bytes: &[u8]) {
        let all = sas("rwlac", "2099-01-01T00:00:00Z");
        put(self.port, &format!("/{ACCOUNT}/extract/{name}?{all}"), bytes);
    }

    /// Puts a file into the bucket.
    pub fn upload_to_s3(&self, name: &str, bytes: &[u8]) {
        put(self.port, &format!("/extract/{name}"), bytes);
    }

    /// Puts everything in a folder below a path in the container.
    pub fn upload_folder(&self, below: &str, folder: &Path, upload: impl Fn(&Server, &str, &[u8])) {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let name = format!("{below}/{}", path.file_name().unwrap().to_str().unwrap());
            upload(self, &name, &std::fs::read(&path).unwrap());
        }
    }
}

fn put(port: u16, target: &str, bytes: &[u8]) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let head = format!(
        "PUT {target} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nx-ms-version: 2021-08-06\r\nx-ms-blob-type: BlockBlob\r\n\
         content-type: application/octet-stream\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        bytes.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(bytes).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 20"), "{target}: {answer}");
}

/// A shared access signature of the account: what it allows, and until when.
pub fn sas(permissions: &str, end: &str) -> String {
    let (services, sorts, version) = ("b", "sco", "2019-12-12");
    let text = format!("{ACCOUNT}\n{permissions}\n{services}\n{sorts}\n\n{end}\n\n\n{version}\n");
    let key = hmac::Key::new(hmac::HMAC_SHA256, &STANDARD.decode(KEY).unwrap());
    let signature = STANDARD.encode(hmac::sign(&key, text.as_bytes()));
    let escaped = |it: &str| it.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D").replace(':', "%3A");
    format!("sv={version}&ss={services}&srt={sorts}&sp={permissions}&se={}&sig={}", escaped(end), escaped(&signature))
}

/// What happens to a bad line in the middle of an answer.
#[derive(Clone, Copy)]
pub enum Trouble {
    /// It breaks.
    Cut,
    /// Nothing comes for some time, then the rest.
    Silence(Duration),
}

/// A bad line to a server: so many times it has its trouble.
pub struct BadLine {
    pub port: u16,
    left: Arc<AtomicI64>,
}

impl BadLine {
    /// Begins one that lets so many bytes through before each time it has its trouble.
    pub fn to(server: &Server, bytes: usize, times: i64, trouble: Trouble) -> BadLine {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, to) = (listener.local_addr().unwrap().port(), server.port);
        let left = Arc::new(AtomicI64::new(times));
        let times = left.clone();
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                let Ok(far) = TcpStream::connect(("127.0.0.1", to)) else { return };
                let (mut asking, mut asked) = (near.try_clone().unwrap(), far.try_clone().unwrap());
                std::thread::spawn(move || {
                    // Whoever asked may be gone before they were answered.
                    let _ = std::io::copy(&mut asking, &mut asked);
                    let _ = asked.shutdown(Shutdown::Both);
                });
                let times = times.clone();
                std::thread::spawn(move || answer(far, near, bytes, (&times, trouble)));
            }
        });
        BadLine { port, left }
    }

    /// How many times are still to come.
    pub fn left(&self) -> i64 {
        self.left.load(Ordering::SeqCst).max(0)
    }
}

fn answer(mut far: TcpStream, mut near: TcpStream, bytes: usize, (times, trouble): (&AtomicI64, Trouble)) {
    let (mut through, mut buffer) = (0, vec![0; 64 * 1024]);
    while let Ok(got) = far.read(&mut buffer) {
        through += got;
        let is_time = through > bytes && times.fetch_sub(1, Ordering::SeqCst) > 0;
        let is_cut = match trouble {
            Trouble::Cut => is_time,
            Trouble::Silence(silence) => {
                std::thread::sleep(if is_time { silence } else { Duration::ZERO });
                false
            }
        };
        if got == 0 || is_cut || near.write_all(&buffer[..got]).is_err() {
            break;
        }
        if through > bytes {
            through = 0;
        }
    }
    // Either may be gone already.
    let _ = near.shutdown(Shutdown::Both);
    let _ = far.shutdown(Shutdown::Both);
}
