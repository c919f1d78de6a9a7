//! The hot functions on a clock: `cargo bench --workspace --bench hot`. How many instructions they take, says `tools/instructions`.

mod cases;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn hot(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut group = criterion.benchmark_group("hot");
    for case in cases::all(folder.path().to_owned()) {
        group.throughput(Throughput::Elements(case.rows));
        group.bench_function(case.name, |it| it.iter(|| (case.run)()));
    }
}

criterion_group!(benches, hot);
criterion_main!(benches);
