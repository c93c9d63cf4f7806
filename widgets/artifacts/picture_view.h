#pragma once

#include <QImage>
#include <QWidget>

namespace binnacle {

// A picture, no larger than its own pixels and no larger than the room there is.
class PictureView : public QWidget
{
    Q_OBJECT
public:
    explicit PictureView(QWidget* parent = nullptr);
    void setPicture(const QImage& picture);
    const QImage& picture() const { return picture_; }
    QSize sizeHint() const override { return {240, 180}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage picture_;
    QPixmap scaled_; // for this size
};

} // namespace binnacle
