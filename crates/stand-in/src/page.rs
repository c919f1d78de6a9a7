//! Page: a list as OData sends it.

use serde_json::{Map, Value};

/// One page of rows with its links.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub context: String,
    pub rows: Vec<Value>,
    pub count: Option<usize>,
    pub next: Option<String>,
    pub delta: Option<String>,
}

impl From<Page> for Value {
    fn from(page: Page) -> Value {
        let mut body = Map::new();
        body.insert("@odata.context".to_owned(), page.context.into());
        let links =
            [("@odata.nextLink", page.next.map(Value::from)), ("@odata.deltaLink", page.delta.map(Value::from))];
        let count = ("@odata.count", page.count.map(Value::from));
        for (name, value) in links.into_iter().chain([count]) {
            if let Some(value) = value {
                body.insert(name.to_owned(), value);
            }
        }
        body.insert("value".to_owned(), page.rows.into());
        Value::Object(body)
    }
}
