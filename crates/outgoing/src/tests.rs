//! What may be asked, and what may not.

use expect_test::{Expect, expect};

use super::*;

fn check(allowed: &[&str], urls: &[&str], expected: &Expect) {
    let allowed: Vec<String> = allowed.iter().map(|it| (*it).to_owned()).collect();
    let outgoing = Outgoing::new(&allowed).unwrap();
    let said = urls.iter().map(|it| match outgoing.permit(it) {
        Ok(url) => format!("{url} may be asked\n"),
        Err(error) => format!("{error}\n"),
    });
    expected.assert_eq(&said.collect::<String>());
}

#[test]
fn what_is_not_https_or_lies_inside_is_not_asked() {
    check(
        &[],
        &[
            "https://login.example/x",
            "http://login.example/x",
            "file:///etc/passwd",
            "https://amber:pw@login.example/",
            "https://169.254.169.254/latest",
            "https://[::1]/",
            "https://0x7f.1/",
            "http://127.0.0.1:9000/",
            "nonsense",
        ],
        &expect![[r#"
            https://login.example/x may be asked
            `http://login.example/x` is not https
            `file:///etc/passwd` names no host
            `https://amber:pw@login.example/` holds more than an address
            `https://169.254.169.254/latest` lies inside; name its host in outgoing.allow if you trust it
            `https://[::1]/` lies inside; name its host in outgoing.allow if you trust it
            `https://0x7f.1/` lies inside; name its host in outgoing.allow if you trust it
            `http://127.0.0.1:9000/` lies inside; name its host in outgoing.allow if you trust it
            `nonsense` is no URL
        "#]],
    );
}

#[test]
fn a_host_that_the_operator_named_may_lie_inside() {
    check(
        &["10.0.0.7", "::1", "127.0.0.1"],
        &["https://10.0.0.7/", "https://10.0.0.8/", "https://[::1]/", "http://127.0.0.1:9000/", "http://10.0.0.7/"],
        &expect![[r#"
            https://10.0.0.7/ may be asked
            `https://10.0.0.8/` lies inside; name its host in outgoing.allow if you trust it
            https://[::1]/ may be asked
            http://127.0.0.1:9000/ may be asked
            `http://10.0.0.7/` is not https
        "#]],
    );
}

async fn asked(url: &str) -> String {
    let outgoing = Outgoing::new(&["127.0.0.1".to_owned()]).unwrap();
    let url = outgoing.permit(url).unwrap();
    let (headers, longest) = (&[][..], Duration::from_secs(5));
    let call = Call { method: Method::Get, url: &url, headers, body: None, longest, most_bytes: 1024 };
    outgoing.call(call).await.err().map(|it| it.to_string()).unwrap_or_default()
}

#[tokio::test]
async fn a_name_that_leads_inside_leads_nowhere() {
    let said = "localhost cannot be reached: it lies inside; name its host in outgoing.allow if you trust it";
    assert_eq!(asked("https://localhost:1/").await, said);
}

#[tokio::test]
async fn an_error_names_the_host_and_nothing_else_of_the_url() {
    let said = asked("http://127.0.0.1:1/path?token=secret").await;
    assert!(said.starts_with("127.0.0.1 cannot be reached: ") && !said.contains("secret"), "{said}");
}

#[test]
fn a_form_is_escaped() {
    assert_eq!(form(&[("a", "1 & 2"), ("b", "ü=")]).1, b"a=1+%26+2&b=%C3%BC%3D");
}
