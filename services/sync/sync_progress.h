#pragma once

#include "services/domain/identifiers.h"

#include <QDataStream>
#include <QString>

#include <cstdint>

namespace binnacle {

// How far the mirroring of one source is.
struct SyncProgress
{
    enum class Phase { Waiting, Outbox, Runs, Registry, Histories, Done, Failed, Cancelled };
    SourceId source{};
    Phase phase = Phase::Waiting;
    std::int64_t runsDone = 0;    // summaries seen in this pass
    std::int64_t runsChanged = 0; // of them written or removed
    std::int64_t modelsDone = 0;  // registered models seen in this pass
    std::int64_t versionsDone = 0;
    std::int64_t historiesDone = 0;
    std::int64_t historiesTotal = 0; // known so far
    std::int64_t points = 0;
    std::int64_t bytes = 0;     // received (estimated from what was delivered)
    double pointsPerSecond = 0; // over the last seconds
    double secondsLeft = -1;    // -1: unknown
    bool historiesLeft = false; // the pass was asked to pause: the next one goes on
    QString message;            // sentence of a failure, or a warning
};

inline bool isOver(SyncProgress::Phase phase)
{
    return phase == SyncProgress::Phase::Done || phase == SyncProgress::Phase::Failed ||
           phase == SyncProgress::Phase::Cancelled;
}

// Qt streams every enum that a signal carries, but knows no `long`.
inline QDataStream& operator<<(QDataStream& stream, SourceId id)
{
    return stream << static_cast<qint64>(raw(id));
}
inline QDataStream& operator>>(QDataStream& stream, SourceId& id)
{
    qint64 value = 0;
    stream >> value;
    id = SourceId{value};
    return stream;
}

} // namespace binnacle
