//! Papers and revoked certificates in SQLite.

use super::SqliteTx;
use crate::papers::{ListKept, Paper, PaperState, Papers};
use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::JobId;
use domain::key::KeyId;
use domain::trust::{Reason, Revoked};
use rusqlite::{OptionalExtension, Row, named_params};

const PAPER: &str = "SELECT pdf, job, number, facts, named, replaces, settled, receipt, refused FROM paper";

impl Papers for SqliteTx<'_> {
    fn name_paper(&mut self, paper: &Paper) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO paper (pdf, job, number, facts, named) VALUES (:pdf, :job, :number, :facts, :named)
             ON CONFLICT (pdf) DO NOTHING",
        )?
        .execute(named_params! {
            ":pdf": paper.pdf.0, ":job": paper.job.as_str(), ":number": paper.number, ":facts": paper.facts.0,
            ":named": paper.named,
        })?;
        Ok(())
    }

    fn paper(&self, pdf: &Digest) -> Result<Option<Paper>, StorageRefused> {
        let mut statement = self.prepare(&format!("{PAPER} WHERE pdf = :pdf"))?;
        Ok(statement.query_row(named_params! { ":pdf": pdf.0 }, paper).optional()?)
    }

    fn papers_numbered(&self, number: &str) -> Result<Vec<Paper>, StorageRefused> {
        let mut statement = self.prepare(&format!("{PAPER} WHERE number = :number ORDER BY named, pdf"))?;
        let rows = statement.query_map(named_params! { ":number": number }, paper)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn papers_of(&self, job: &JobId) -> Result<Vec<Paper>, StorageRefused> {
        let mut statement = self.prepare(&format!("{PAPER} WHERE job = :job ORDER BY pdf"))?;
        let rows = statement.query_map(named_params! { ":job": job.as_str() }, paper)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn waiting_papers(&self, most: u32) -> Result<Vec<Paper>, StorageRefused> {
        let mut statement = self.prepare(&format!(
            "{PAPER} WHERE settled IS NULL AND EXISTS
               (SELECT 1 FROM blob WHERE blob.digest = paper.pdf AND blob.state = 'stored')
             ORDER BY named, pdf LIMIT :most"
        ))?;
        let rows = statement.query_map(named_params! { ":most": most }, paper)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn settle_paper(
        &mut self,
        pdf: &Digest,
        replaces: Option<&Digest>,
        state: &PaperState,
    ) -> Result<(), StorageRefused> {
        let (at, receipt, refused) = match state {
            PaperState::Waiting => (None, None, None),
            PaperState::Received { at, file } => (Some(*at), Some(file.0), None),
            PaperState::Refused { at, why } => (Some(*at), None, Some(why.as_str())),
        };
        self.prepare(
            "UPDATE paper SET replaces = :replaces, settled = :at, receipt = :receipt, refused = :refused
             WHERE pdf = :pdf",
        )?
        .execute(named_params! {
            ":pdf": pdf.0, ":replaces": replaces.map(|it| it.0), ":at": at, ":receipt": receipt, ":refused": refused,
        })?;
        Ok(())
    }

    fn reopen_paper(&mut self, receipt: &Digest) -> Result<(), StorageRefused> {
        self.prepare("UPDATE paper SET settled = NULL, receipt = NULL WHERE receipt = :receipt")?
            .execute(named_params! { ":receipt": receipt.0 })?;
        Ok(())
    }

    fn correction_of(&self, facts: &Digest) -> Result<Option<Paper>, StorageRefused> {
        let mut statement = self.prepare(&format!(
            "{PAPER} WHERE replaces = :facts AND receipt IS NOT NULL ORDER BY settled DESC, pdf LIMIT 1"
        ))?;
        Ok(statement.query_row(named_params! { ":facts": facts.0 }, paper).optional()?)
    }

    fn certificates_of(&self, key: &KeyId) -> Result<Vec<Vec<u8>>, StorageRefused> {
        let mut statement =
            self.prepare("SELECT der FROM certificate_issued WHERE key = :key ORDER BY issued, digest")?;
        let rows = statement.query_map(named_params! { ":key": key.0 }, |row| row.get("der"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn revoke(&mut self, revoked: &Revoked) -> Result<(), StorageRefused> {
        // Lost is graver than retired, since when it is so does not move.
        self.prepare(
            "INSERT INTO revoked (serial, at, reason) VALUES (:serial, :at, :reason)
             ON CONFLICT (serial) DO UPDATE SET at = min(at, excluded.at), reason = excluded.reason",
        )?
        .execute(named_params! {
            ":serial": revoked.serial, ":at": revoked.at, ":reason": revoked.reason.key(),
        })?;
        Ok(())
    }

    fn revoked(&self) -> Result<Vec<Revoked>, StorageRefused> {
        let mut statement = self.prepare("SELECT serial, at, reason FROM revoked ORDER BY serial")?;
        let rows = statement.query_map([], |row| {
            let lost = row.get::<_, String>("reason")? == Reason::Lost.key();
            let reason = if lost { Reason::Lost } else { Reason::Retired };
            Ok(Revoked { serial: row.get("serial")?, at: row.get("at")?, reason })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn newest_list(&self) -> Result<Option<ListKept>, StorageRefused> {
        let mut statement =
            self.prepare("SELECT number, der, made FROM revocation_list ORDER BY number DESC LIMIT 1")?;
        let found = statement.query_row([], |row| {
            Ok(ListKept { number: row.get("number")?, der: row.get("der")?, made: row.get("made")? })
        });
        Ok(found.optional()?)
    }

    fn save_list(&mut self, list: &ListKept) -> Result<(), StorageRefused> {
        self.prepare("INSERT INTO revocation_list (number, der, made) VALUES (:number, :der, :made)")?
            .execute(named_params! { ":number": list.number, ":der": list.der, ":made": list.made })?;
        Ok(())
    }
}

fn paper(row: &Row<'_>) -> rusqlite::Result<Paper> {
    let digest = |column: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<[u8; 32]>>(column)?.map(Digest));
    let (settled, refused) = (row.get::<_, Option<i64>>("settled")?, row.get::<_, Option<String>>("refused")?);
    let state = match (settled, digest("receipt")?, refused) {
        (Some(at), Some(file), _) => PaperState::Received { at, file },
        (Some(at), None, Some(why)) => PaperState::Refused { at, why },
        _ => PaperState::Waiting,
    };
    Ok(Paper {
        pdf: Digest(row.get("pdf")?),
        job: JobId::new(row.get::<_, String>("job")?),
        number: row.get("number")?,
        facts: Digest(row.get("facts")?),
        named: row.get("named")?,
        replaces: digest("replaces")?,
        state,
    })
}
