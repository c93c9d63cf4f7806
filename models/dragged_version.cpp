#include "models/dragged_version.h"

#include "models/registry_rows.h"

#include <QMimeData>

namespace binnacle {

namespace {
constexpr QLatin1String modelType{"application/x-binnacle-registered-model"};
}

QMimeData* DraggedVersion::mimeData(const QString& name) const
{
    auto* data = new QMimeData;
    data->setData(mimeType, version.toUtf8());
    data->setData(modelType, QByteArray::number(qlonglong(raw(model))));
    data->setText(name + u' ' + versionText(version.toStdString()));
    return data;
}

std::optional<DraggedVersion> DraggedVersion::from(const QMimeData* data)
{
    bool known = false;
    const auto model = data->data(modelType).toLongLong(&known);
    const auto version = QString::fromUtf8(data->data(mimeType));
    if (!known || version.isEmpty())
        return std::nullopt;
    return DraggedVersion{RegisteredModelRowId{model}, version};
}

} // namespace binnacle
