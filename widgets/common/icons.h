#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace binnacle {

// A line icon of the Lucide family ("flask-conical", "refresh-cw", …), tinted with the theme's text
// colours (normal, disabled, selected) and sharp at any scale. A name that was not built in gives
// an empty icon and a warning in the log.
QIcon icon(const QString& name);
QIcon icon(const QString& name, const QColor& colour);

} // namespace binnacle
