//! What a change would say, whether or not it may enter a document: for the office's eyes, and for what it takes over
//! from a change that was set aside. Nothing here is trusted.

use crate::change::{Change, guarded};
use automerge::ScalarValue;
use automerge::legacy::{Key, OpType};
use domain::ids::RecordId;
use domain::record::{Record, is_record_id};

impl Change {
    /// The records among what it writes, as far as they can be read.
    pub fn told(&self) -> Vec<(RecordId, Record)> {
        let Ok(decoded) = guarded(|| self.inner.decode()) else { return Vec::new() };
        let record = |(key, action): (Key, OpType)| {
            let Key::Map(key) = key else { return None };
            let OpType::Put(ScalarValue::Str(text)) = action else { return None };
            let record = Record::from_text(&text).ok().filter(|_| is_record_id(&key))?;
            Some((RecordId::new(key.to_string()), record))
        };
        decoded.operations.into_iter().filter_map(|op| record((op.key, op.action))).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::change::Change;
    use crate::document::{DocKind, Document};
    use crate::testing::{actor, foreign, id, record};
    use automerge::ROOT;
    use automerge::transaction::Transactable;

    #[test]
    fn a_change_that_may_not_enter_still_tells_its_records() {
        let document = Document::genesis(DocKind::Log).unwrap();
        let text = record("kit.five.rag").to_text().unwrap();
        let raw = foreign(&document, actor(1), |transaction| {
            transaction.put(ROOT, id(1).as_str(), text.clone())?;
            transaction.put(ROOT, "note", "no record")?;
            transaction.put(ROOT, id(2).as_str(), 7)
        });
        let change = Change::decode(&raw).unwrap();
        assert!(document.clone().apply(&change).is_err(), "it writes outside the map of records");
        assert_eq!(change.told(), [(id(1), record("kit.five.rag"))]);
    }
}
