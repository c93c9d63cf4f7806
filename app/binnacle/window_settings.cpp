#include "app/binnacle/window_settings.h"

#include <QSettings>

namespace binnacle {

WindowSettings WindowSettings::load()
{
    const QSettings settings;
    WindowSettings loaded;
    loaded.geometry = settings.value(QStringLiteral("window/geometry")).toByteArray();
    loaded.page = settings.value(QStringLiteral("window/page")).toString();
    loaded.railCollapsed = settings.value(QStringLiteral("window/railCollapsed"), false).toBool();
    const QString theme = settings.value(QStringLiteral("window/theme")).toString();
    if (theme == QStringLiteral("light"))
        loaded.theme = ThemeChoice::Light;
    else if (theme == QStringLiteral("dark"))
        loaded.theme = ThemeChoice::Dark;
    return loaded;
}

void WindowSettings::save() const
{
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), geometry);
    settings.setValue(QStringLiteral("window/page"), page);
    settings.setValue(QStringLiteral("window/railCollapsed"), railCollapsed);
    settings.setValue(QStringLiteral("window/theme"),
                      theme == ThemeChoice::Light  ? QStringLiteral("light")
                      : theme == ThemeChoice::Dark ? QStringLiteral("dark")
                                                   : QStringLiteral("system"));
}

} // namespace binnacle
