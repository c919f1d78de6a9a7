//! Serve: an invented tenant to look at with curl.
//!
//! ```text
//! cargo run -p relata-stand-in --example serve [port, 4711 if left out] [mailboxes, 1000 if left out] [messages a second, 0]
//! ```
//!
//! Prints the addresses, the application's credentials and a line to copy; ends with the process.

use std::time::Duration;

use relata_stand_in::{CLIENT, SECRET, Size, StandIn, Tenant};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |instead: u64| arguments.next().and_then(|it| it.parse().ok()).unwrap_or(instead);
    let (port, mailboxes, rate) = (number(4711), number(1000), number(0));
    let port = u16::try_from(port).map_err(std::io::Error::other)?;
    let size = Size { mailboxes: mailboxes as usize, ..Size::default() };
    let now = "2026-03-02T09:00:00Z".parse().expect("this is a time");
    let tenant = Tenant::invented(&size, 1, now).ticking();
    let id = tenant.id().to_owned();
    let stand_in = StandIn::start_at(tenant, port).await?;
    let (login, graph) = (stand_in.login(), stand_in.graph());
    println!("sign-in    {login}\nGraph      {graph}\nDataverse  {}", stand_in.dataverse());
    println!("tenant     {id}\nclient     {CLIENT}\nsecret     {SECRET}\n");
    println!(
        "TOKEN=$(curl -s {login}/{id}/oauth2/v2.0/token -d grant_type=client_credentials -d client_id={CLIENT} \\"
    );
    println!(
        "  -d client_secret={SECRET} --data-urlencode scope={graph}/.default | sed 's/.*\"access_token\":\"\\([^\"]*\\).*/\\1/')"
    );
    println!("curl -s -H \"Authorization: Bearer $TOKEN\" '{graph}/v1.0/users?$top=3'");
    let pause = (rate > 0).then(|| Duration::from_secs(1) / u32::try_from(rate).unwrap_or(u32::MAX));
    loop {
        tokio::time::sleep(pause.unwrap_or(Duration::from_secs(3600))).await;
        if pause.is_some() {
            stand_in.change(Tenant::deliver_invented);
        }
    }
}
