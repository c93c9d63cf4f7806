#pragma once

#include "services/domain/identifiers.h"

#include <QDataStream>

namespace binnacle {

// Qt looks for stream operators of whatever a signal carries, and its own for enumerations do not
// compile over std::int64_t (long here) once QDataStream is known. These do.
inline QDataStream& operator<<(QDataStream& stream, RunRowId run)
{
    return stream << static_cast<qint64>(run);
}

inline QDataStream& operator>>(QDataStream& stream, RunRowId& run)
{
    qint64 number = 0;
    stream >> number;
    run = static_cast<RunRowId>(number);
    return stream;
}
inline QDataStream& operator<<(QDataStream& stream, RegisteredModelRowId model)
{
    return stream << static_cast<qint64>(raw(model));
}
inline QDataStream& operator>>(QDataStream& stream, RegisteredModelRowId& model)
{
    qint64 id = 0;
    stream >> id;
    model = RegisteredModelRowId{id};
    return stream;
}

} // namespace binnacle
