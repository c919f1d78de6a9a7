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
    pub fn new(counted: Arc<dyn ExecutionPlan>, answered: Arc<dyn ExecutionPlan>, labels: Labels) -> FoldPairs {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(columns::schema()),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Final,
            Boundedness::Bounded,
        );
        FoldPairs { counted, answered, labels, properties: Arc::new(properties) }
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
        Ok(Arc::new(FoldPairs::new(counted, answered, self.labels.clone())))
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(children, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn execute(&self, _: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let (counted, answered, labels) = (self.counted.clone(), self.answered.clone(), self.labels.clone());
        let gathered = async move {
            let ranges = Ranges::up_to(labels.largest);
            let (exchanges, sieve) = gather_counted(&counted, ranges, &context).await?;
            let answered = gather_answered(&answered, ranges, sieve, &context).await?;
            Ok::<_, DataFusionError>(folded(exchanges, answered, labels))
        };
        let rows = stream::once(gathered).try_flatten();
        Ok(Box::pin(RecordBatchStreamAdapter::new(columns::schema(), rows)))
    }
}

/// Rows of one part of the scan, with the memory they are accounted for.
struct Gathered<Row> {
    rows: Scattered<Row>,
    _memory: MemoryReservation,
}

/// Scatters what is counted, and notes what it answers.
async fn gather_counted(
    plan: &Arc<dyn ExecutionPlan>,
    ranges: Ranges,
    context: &Arc<TaskContext>,
) -> Result<(Vec<Gathered<Exchange>>, Arc<Sieve>)> {
    let mut parts = JoinSet::new();
    for part in 0..plan.output_partitioning().partition_count() {
        let mut batches = plan.execute(part, context.clone())?;
        let memory = MemoryConsumer::new("FoldPairs counted").register(context.memory_pool());
        parts.spawn(async move {
            let (mut rows, mut sieve) = (Scattered::new(), Sieve::new());
            while let Some(batch) = batches.try_next().await? {
                memory.try_grow(batch.num_rows() * size_of::<Exchange>())?;
                columns::exchanges(&batch, |it| {
                    if let Some(asked) = &it.reply_to {
                        sieve.ask_for(asked);
                    }
                    rows.buckets[ranges.of(it.contact)].push(it);
                })?;
            }
            Ok::<_, DataFusionError>((Gathered { rows, _memory: memory }, sieve))
        });
    }
    let mut gathered = Vec::new();
    let mut sieve: Option<Sieve> = None;
    while let Some(part) = parts.join_next().await {
        let (rows, asked) = part.map_err(|it| DataFusionError::External(it.into()))??;
        gathered.push(rows);
        match &mut sieve {
            Some(sieve) => sieve.join(&asked),
            None => sieve = Some(asked),
        }
    }
    Ok((gathered, Arc::new(sieve.unwrap_or_else(Sieve::new))))
}

/// Scatters what may have been answered.
async fn gather_answered(
    plan: &Arc<dyn ExecutionPlan>,
    ranges: Ranges,
    sieve: Arc<Sieve>,
    context: &Arc<TaskContext>,
) -> Result<Vec<Gathered<Answered>>> {
    let mut parts = JoinSet::new();
    for part in 0..plan.output_partitioning().partition_count() {
        let mut batches = plan.execute(part, context.clone())?;
        let memory = MemoryConsumer::new("FoldPairs answered").register(context.memory_pool());
        let sieve = sieve.clone();
        parts.spawn(async move {
            let mut rows = Scattered::new();
            while let Some(batch) = batches.try_next().await? {
                let mut kept = 0;
                columns::answered(&batch, |it| {
                    if sieve.lets_pass(&it.identity) {
                        rows.buckets[ranges.of(it.contact)].push(it);
                        kept += 1;
                    }
                })?;
                memory.try_grow(kept * size_of::<Answered>())?;
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
