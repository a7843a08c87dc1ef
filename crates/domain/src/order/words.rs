//! What a move of the office is called on a button.

use crate::lifecycle::Transition;
use crate::state::State;

/// The move in Chinese and English; where it leads, for a row that has no words of its own.
pub fn of_move(row: &Transition, to: State) -> (&'static str, &'static str) {
    match (row.number, to) {
        (2, _) => ("登记完整，转初步诊断", "Registered; go on to triage"),
        (3, _) => ("远程指导", "Help remotely"),
        (4, _) => ("远程已解决，转回访", "Solved remotely; follow up"),
        (5, _) => ("远程未解决，转待派工", "Not solved remotely; wait for dispatch"),
        (6, _) => ("诊断完成，转待派工", "Triage done; wait for dispatch"),
        (7, _) => ("转疑难会诊", "Refer to the technical team"),
        (8, _) => ("方案已定，转待派工", "Plan made; wait for dispatch"),
        (9, _) => ("派工", "Dispatch"),
        (10, _) => ("撤回派工", "Withdraw the dispatch"),
        (15, _) => ("已改约，再次上门", "New time agreed; send again"),
        (38, _) => ("等现场资料到齐", "Wait for all of the visit"),
        (39, _) => ("主管考核", "Appraise"),
        (40, _) => ("转回访", "Go on to follow-up"),
        (41, _) => ("未解决，再次派工", "Not solved; wait for dispatch again"),
        (42, _) => ("归档", "Archive"),
        (43, State::Workshop) => ("送店内维修", "Into the workshop"),
        (43, _) => ("修好，待送回", "Repaired; ready to return"),
        (44, _) => ("安排送回", "Send it back"),
        (45, _) => ("备件已到，二次上门", "Part issued; send again"),
        (46, _) => ("取消工单", "Cancel the job"),
        (47, _) => ("同一产品再次报修", "The same product again"),
        (56, _) => ("转换机 / 退换货", "Go on to exchange"),
        (57, _) => ("换机上门", "Send with the new unit"),
        (58, _) => ("不予换机，转回访", "Exchange declined; follow up"),
        (62, _) => ("客户不再约，转回访", "No further visit wanted; follow up"),
        (64, State::Queued) => ("带故障离场，再次派工", "Left with a fault; wait for dispatch again"),
        (64, _) => ("带故障离场，换机", "Left with a fault; exchange"),
        (65, _) => ("归档", "Archive"),
        _ => (to.zh(), to.en()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::{Side, TRANSITIONS};
    use std::collections::BTreeSet;

    #[test]
    fn every_move_of_the_office_has_words_and_no_two_from_one_state_share_them() {
        for from in State::ALL {
            let rows = TRANSITIONS.iter().filter(|row| row.side == Side::Office && row.from.contains(from));
            let moves: Vec<_> = rows.flat_map(|row| row.to.iter().map(move |to| (row, *to))).collect();
            let words: BTreeSet<_> = moves.iter().map(|(row, to)| of_move(row, *to)).collect();
            assert_eq!(words.len(), moves.len(), "{}", from.key());
            for ((row, to), (zh, en)) in moves.iter().zip(moves.iter().map(|(row, to)| of_move(row, *to))) {
                let own = (zh, en) != (to.zh(), to.en());
                assert!(own && en.is_ascii() && !zh.is_ascii(), "{}", row.number);
            }
        }
    }
}
