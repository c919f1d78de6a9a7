//! Visibility: whether a colleague's ties may be shown to somebody else.

/// What a colleague lets others see of their ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// Named, with strength and evidence.
    #[default]
    Named = 0,
    /// Named after the colleague says yes; until then counted.
    NamedAfterYes = 1,
    /// Counted, never named.
    CountedOnly = 2,
    /// Neither named nor counted.
    Hidden = 3,
}

impl Visibility {
    /// Returns the visibility stored as that number; anything unheard-of hides.
    pub fn from_number(number: i64) -> Visibility {
        match number {
            0 => Visibility::Named,
            1 => Visibility::NamedAfterYes,
            2 => Visibility::CountedOnly,
            _ => Visibility::Hidden,
        }
    }

    /// Returns whether the colleague may be named.
    pub fn names(self) -> bool {
        self == Visibility::Named
    }

    /// Returns whether the colleague may be counted among those not named.
    pub fn counts(self) -> bool {
        matches!(self, Visibility::NamedAfterYes | Visibility::CountedOnly)
    }
}
