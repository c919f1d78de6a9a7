//! Serving: answers requests on a listener until told to stop; requests under way are finished.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::{ApiState, router};

/// Answers requests until `stop` is done.
///
/// # Errors
///
/// If the listener fails.
pub async fn serve(
    listener: TcpListener,
    state: ApiState,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let router = router(state).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}
