//! Plan: the operator, as a node of a physical plan.

use std::fmt;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::common::runtime::JoinSet;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{
    Boundedness, ChildrenPropertiesMode, EmissionType, ReplaceChildrenOptions,
};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, Partitioning, PlanProperties,
};
use futures::{StreamExt, TryStreamExt, stream};

use super::buckets::{BUCKETS, Ranges, Scattered, Sieve, take};
use super::columns;
use super::pair::{Answered, Exchange, fold};

/// So many buckets make one batch of rows.
const BUCKETS_AT_ONCE: usize = 8;

/// What a month's rows say of themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Labels {
    /// Which month: `2001-05`.
    pub month: String,
    /// What the rows are made of.
    pub of: String,
    /// To which moment sums have faded, in seconds since 1970.
    pub until: i64,
    /// The largest address there is: a hint, by which buckets are cut.
    pub largest: i64,
}

/// Folds the exchanges of a month into one row for each pair, in order of the pair. One output partition; its inputs are read,
/// and its buckets folded, on all cores.
#[derive(Debug)]
pub(crate) struct FoldPairs {
    counted: Arc<dyn ExecutionPlan>,
    answered: Arc<dyn ExecutionPlan>,
    labels: Labels,
    properties: Arc<PlanProperties>,
}

impl FoldPairs {
    /// Makes the node over the scans of `counted.sql` and `answered.sql`.
    pub fn new(counted: Arc<dyn ExecutionPlan>, answered: Arc<dyn ExecutionPlan>, labels: Labels) -> Result<FoldPairs> {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(columns::schema()?),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Final,
            Boundedness::Bounded,
        );
        Ok(FoldPairs { counted, answered, labels, properties: Arc::new(properties) })
    }
}

impl DisplayAs for FoldPairs {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "FoldPairs: month={}", self.labels.month)
    }
}

impl ExecutionPlan for FoldPairs {
    fn name(&self) -> &'static str {
        "FoldPairs"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.counted, &self.answered]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let [counted, answered] = <[_; 2]>::try_from(children)
            .map_err(|it| DataFusionError::Internal(format!("FoldPairs has two children, not {}", it.len())))?;
        Ok(Arc::new(FoldPairs::new(counted, answered, self.labels.clone())?))
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(children, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn execute(&self, _: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let (counted, answered, labels) = (self.counted.clone(), self.answered.clone(), self.labels.clone());
        let gathered = async move {
            let ranges = Ranges::up_to(labels.largest);
            let exchanges = gather_counted(&counted, ranges, &context).await?;
            let asked =
                exchanges.iter().flat_map(|it| it.rows.buckets.iter().flatten()).filter_map(|it| it.reply_to.as_ref());
            let answered = match Sieve::of(asked) {
                Some(sieve) => gather_answered(&answered, ranges, sieve, &context).await?,
                // Nothing answers anything: the months before need not be read.
                None => Vec::new(),
            };
            Ok::<_, DataFusionError>(folded(exchanges, answered, labels))
        };
        let rows = stream::once(gathered).try_flatten();
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), rows)))
    }
}

/// Rows of one part of the scan, with the memory they are accounted for.
struct Gathered<Row> {
    rows: Scattered<Row>,
    _memory: MemoryReservation,
}

/// Scatters what is counted.
async fn gather_counted(
    plan: &Arc<dyn ExecutionPlan>,
    ranges: Ranges,
    context: &Arc<TaskContext>,
) -> Result<Vec<Gathered<Exchange>>> {
    gather(plan, context, move |batch, rows| {
        columns::exchanges(batch, |it| rows.buckets[ranges.of(it.contact)].push(it))?;
        Ok(batch.num_rows())
    })
    .await
}

/// Scatters what may have been answered.
async fn gather_answered(
    plan: &Arc<dyn ExecutionPlan>,
    ranges: Ranges,
    sieve: Sieve,
    context: &Arc<TaskContext>,
) -> Result<Vec<Gathered<Answered>>> {
    let sieve = Arc::new(sieve);
    gather(plan, context, move |batch, rows| {
        let mut kept = 0;
        columns::answered(batch, |it| {
            if sieve.lets_pass(&it.identity) {
                rows.buckets[ranges.of(it.contact)].push(it);
                kept += 1;
            }
        })?;
        Ok(kept)
    })
    .await
}

/// Reads all parts of a scan, each in a task; `scatter` puts the rows of a batch where they belong, and returns how many.
async fn gather<Row: Send + 'static>(
    plan: &Arc<dyn ExecutionPlan>,
    context: &Arc<TaskContext>,
    scatter: impl Fn(&RecordBatch, &mut Scattered<Row>) -> Result<usize> + Clone + Send + 'static,
) -> Result<Vec<Gathered<Row>>> {
    let mut parts = JoinSet::new();
    for part in 0..plan.output_partitioning().partition_count() {
        let mut batches = plan.execute(part, context.clone())?;
        let memory = MemoryConsumer::new("FoldPairs").register(context.memory_pool());
        let scatter = scatter.clone();
        parts.spawn(async move {
            let mut rows = Scattered::new();
            while let Some(batch) = batches.try_next().await? {
                memory.try_grow(scatter(&batch, &mut rows)? * size_of::<Row>())?;
            }
            Ok::<_, DataFusionError>(Gathered { rows, _memory: memory })
        });
    }
    let mut gathered = Vec::new();
    while let Some(part) = parts.join_next().await {
        gathered.push(part.map_err(|it| DataFusionError::External(it.into()))??);
    }
    Ok(gathered)
}

/// Folds bucket after bucket on all cores, and returns the rows in order.
fn folded(
    mut exchanges: Vec<Gathered<Exchange>>,
    mut answered: Vec<Gathered<Answered>>,
    labels: Labels,
) -> impl futures::Stream<Item = Result<RecordBatch>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let labels = Arc::new(labels);
    let pieces = (0..BUCKETS).step_by(BUCKETS_AT_ONCE).map(move |from| {
        let piece: Vec<_> = (from..from + BUCKETS_AT_ONCE)
            .map(|it| {
                (
                    take(exchanges.iter_mut().map(|it| &mut it.rows), it),
                    take(answered.iter_mut().map(|it| &mut it.rows), it),
                )
            })
            .collect();
        let labels = labels.clone();
        async move {
            let mut tasks = JoinSet::new();
            tasks.spawn_blocking(move || {
                let mut pairs = Vec::new();
                for (mut exchanges, mut answered) in piece {
                    pairs.extend(fold(&mut exchanges, &mut answered, labels.until));
                }
                columns::batch(&pairs, &labels.month, &labels.of, labels.until)
            });
            let done = tasks.join_next().await;
            let lost = || DataFusionError::Internal("a piece of a month was lost".to_owned());
            done.ok_or_else(lost)?.map_err(|it| DataFusionError::External(it.into()))?
        }
    });
    stream::iter(pieces).buffered(cores).try_filter(|it| std::future::ready(it.num_rows() > 0))
}
