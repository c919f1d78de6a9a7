//! The mechanism: OpenDP's discrete Gaussian noise on every answer, and what it costs.

use std::collections::BTreeMap;

use opendp::combinators::CompositionMeasure;
use opendp::core::Measurement;
use opendp::domains::{AtomDomain, VectorDomain};
use opendp::error::Fallible;
use opendp::measurements::make_gaussian;
use opendp::measures::ZeroConcentratedDivergence;
use opendp::metrics::L2Distance;

use crate::loss::Loss;
use crate::measure::Measure;
use crate::period::Level;
use crate::settings::Settings;
use crate::totals::Totals;

type Noise = Measurement<VectorDomain<AtomDomain<i64>>, L2Distance<f64>, ZeroConcentratedDivergence, Vec<i64>>;

/// What is done to the answers of one level.
pub(crate) struct Mechanism {
    level: Level,
    /// The standard deviation of each measure's noise.
    pub(crate) scales: BTreeMap<Measure, f64>,
    noises: BTreeMap<Measure, Noise>,
}

impl Mechanism {
    /// Returns the mechanism of a level under settings.
    pub(crate) fn of(settings: &Settings, level: Level) -> Fallible<Mechanism> {
        let scales = scales(settings, level);
        let noise = |(measure, scale): (&Measure, &f64)| {
            let domain = VectorDomain::new(AtomDomain::<i64>::default());
            Ok((*measure, make_gaussian(domain, L2Distance::default(), *scale, None)?))
        };
        let noises = scales.iter().map(noise).collect::<Fallible<_>>()?;
        Ok(Mechanism { level, scales, noises })
    }

    /// Returns what one colleague can lose by one release: OpenDP's account of each noise at the distance one colleague can
    /// move the answer, composed by OpenDP.
    pub(crate) fn loss(&self) -> Fallible<Loss> {
        let each = self.noises.iter().map(|(measure, noise)| noise.map(&measure.reach(self.level)));
        ZeroConcentratedDivergence.compose(each.collect::<Fallible<_>>()?).map(Loss)
    }

    /// Draws the noisy answers: for every measure what [`Totals::answer`] has, noise added to every number.
    pub(crate) fn draw(&self, totals: &Totals) -> Fallible<BTreeMap<Measure, Vec<i64>>> {
        self.noises.iter().map(|(measure, noise)| Ok((*measure, noise.invoke(totals.answer(*measure))?))).collect()
    }
}

/// Returns the standard deviation of each measure's noise: its reach over sqrt(2ρ), ρ being its share of the release's loss. Rounded up to
/// sixteenths: a short fraction is quicker to sample, and never costs more than planned.
pub(crate) fn scales(settings: &Settings, level: Level) -> BTreeMap<Measure, f64> {
    let whole = settings.loss_of(level);
    let scale = |measure: Measure| {
        let loss = whole.part(f64::from(measure.share()) / 100.0);
        let exact = measure.reach(level) / (2.0 * loss.0).sqrt();
        (measure, (exact * 16.0).ceil() / 16.0)
    };
    Measure::ALL.map(scale).into()
}
