#pragma once

#include <QObject>

class QDBusVariant;

namespace binnacle {

// Follows the desktop's choice of light or dark through the settings portal (interface
// org.freedesktop.portal.Settings, namespace org.freedesktop.appearance, key color-scheme:
// 1 dark, 2 light). Qt 6.4 does not tell. Asks without waiting; where there is no portal nothing
// happens and the platform's palette counts.
class SystemTheme : public QObject
{
    Q_OBJECT
public:
    explicit SystemTheme(QObject* parent = nullptr);

private slots:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

} // namespace binnacle
