//! Companies: which contacts work for which, a few large ones and many small ones, without a table.

/// Contacts in companies; those of one have numbers next to each other, and the largest company comes first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Companies {
    contacts: u32,
    pub(crate) count: u32,
}

/// So many contacts a company has in the mean.
const MEAN: u32 = 8;

impl Companies {
    /// Puts so many contacts into companies.
    pub fn of(contacts: u32) -> Companies {
        Companies { contacts, count: (contacts / MEAN).max(1) }
    }

    /// Returns the company a contact works for.
    pub fn of_contact(self, contact: u32) -> u32 {
        let part = f64::from(contact) / f64::from(self.contacts);
        let mut company = ((part * part * f64::from(self.count)) as u32).min(self.count - 1);
        // Rounding may miss by one.
        while self.first(company) > contact {
            company -= 1;
        }
        while company + 1 < self.count && self.first(company + 1) <= contact {
            company += 1;
        }
        company
    }

    /// Returns the first contact of a company, and how many there are.
    pub fn contacts(self, company: u32) -> (u32, u32) {
        let first = self.first(company);
        (first, self.first(company + 1) - first)
    }

    fn first(self, company: u32) -> u32 {
        let part = f64::from(company) / f64::from(self.count);
        (f64::from(self.contacts) * part.sqrt()).ceil() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_works_for_one_company_and_no_company_is_empty() {
        for contacts in [8, 17, 1_000, 65_537] {
            let companies = Companies::of(contacts);
            let mut next = 0;
            for company in 0..companies.count {
                let (first, count) = companies.contacts(company);
                assert_eq!(first, next);
                assert!(count > 0, "{contacts}: company {company} is empty");
                assert!((first..first + count).all(|it| companies.of_contact(it) == company), "{contacts}: {company}");
                next = first + count;
            }
            assert_eq!(next, contacts);
        }
    }
}
