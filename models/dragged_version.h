#pragma once

#include "services/domain/identifiers.h"

#include <QString>

#include <optional>

class QMimeData;

namespace binnacle {

// A version on its way from a table to an alias of its model.
struct DraggedVersion
{
    RegisteredModelRowId model{};
    QString version;

    static constexpr QLatin1String mimeType{"application/x-binnacle-model-version"};
    // `name`: of the model; other programs get "wine-quality v18" as text.
    QMimeData* mimeData(const QString& name) const;
    static std::optional<DraggedVersion> from(const QMimeData* data); // nullopt: something else
};

} // namespace binnacle
