//! Serving: answers requests on a listener until told to stop; requests under way are finished.

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
    axum::serve(listener, router(state)).with_graceful_shutdown(stop).await
}
