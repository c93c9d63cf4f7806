#include "services/workspace/evidence_store.h"

#include <SQLiteCpp/Statement.h>

#include <QDateTime>

namespace binnacle {

Result<std::int64_t> EvidenceStore::add(const Evidence& evidence) const
{
    return workspace_->write(+Workspace::Subject::Acts, [&](auto& db) -> Result<std::int64_t> {
        SQLite::Statement insert(
            db, "INSERT INTO evidence(source, model_name, version, kind, passed, summary, body, "
                "dataset_digest, created_at) VALUES(?, ?, CAST(? AS INTEGER), ?, ?, ?, ?, ?, ?)");
        insert.bind(1, raw(evidence.source));
        insert.bind(2, evidence.model);
        insert.bind(3, evidence.version);
        insert.bind(4, evidence.kind);
        insert.bind(5, evidence.passed ? 1 : 0);
        insert.bind(6, evidence.summary);
        insert.bind(7, evidence.body.empty() ? "{}" : evidence.body);
        insert.bind(8, evidence.datasetDigest);
        insert.bind(9, evidence.createdAt != 0
                           ? evidence.createdAt
                           : static_cast<std::int64_t>(QDateTime::currentMSecsSinceEpoch()));
        insert.exec();
        return db.getLastInsertRowid();
    });
}

Result<std::vector<Evidence>> EvidenceStore::of(SourceId source, const std::string& model,
                                                const std::string& version) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<Evidence>> {
        std::vector<Evidence> found;
        SQLite::Statement row(
            db, "SELECT id, kind, passed, summary, body, dataset_digest, created_at FROM evidence "
                "WHERE source = ? AND model_name = ? AND version = CAST(? AS INTEGER) "
                "ORDER BY created_at DESC, id DESC");
        row.bind(1, raw(source));
        row.bind(2, model);
        row.bind(3, version);
        while (row.executeStep()) {
            auto& evidence = found.emplace_back();
            evidence.id = row.getColumn(0).getInt64();
            evidence.source = source;
            evidence.model = model;
            evidence.version = version;
            evidence.kind = row.getColumn(1).getString();
            evidence.passed = row.getColumn(2).getInt() != 0;
            evidence.summary = row.getColumn(3).getString();
            evidence.body = row.getColumn(4).getString();
            evidence.datasetDigest = row.getColumn(5).getString();
            evidence.createdAt = row.getColumn(6).getInt64();
        }
        return found;
    });
}

} // namespace binnacle
