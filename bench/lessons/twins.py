"""The training of lessons 00, 03 and 05 by PyTorch: the same networks, batches, steps and measurements.

The pixels are noise, because the time does not depend on them. A run ends when its loss is not a number, as in the
lessons; the starts that diverge there are given the number of steps that they last.
"""

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)

images = torch.randn(12000, 1, 28, 28)
labels = torch.randint(10, (12000,))
exam, answers = torch.randn(500, 1, 28, 28), torch.randint(10, (500,))


def cnn(depth, width, std):
    """A CNN with two pools, as mnistCnn builds it; `std` gives the standard deviation for a fan_in."""
    layers, channels = [], 1
    for number in range(depth):
        layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
        channels = width
        if number < 2:
            layers.append(nn.MaxPool2d(2))
    return drawn(nn.Sequential(*layers, nn.Flatten(), nn.Linear(49 * width, 10)), std)


def mlp(depth, width, std, slope=0.0):
    layers, units = [nn.Flatten()], 784
    for _ in range(depth):
        layers += [nn.Linear(units, width), nn.LeakyReLU(slope) if slope else nn.ReLU()]
        units = width
    return drawn(nn.Sequential(*layers, nn.Linear(units, 10)), std)


def drawn(model, std):
    for layer in model:
        if hasattr(layer, 'weight'):
            fan_in = layer.weight[0].numel()
            nn.init.normal_(layer.weight, std=std(fan_in))
            nn.init.zeros_(layer.bias)
    return model


def he(fan_in, factor=1.0):
    return factor * (2 / fan_in) ** 0.5


def fixed(std):
    return lambda fan_in: std


def train(model, steps, rate, batch_size=32, optimizer=torch.optim.SGD, count=12000):
    """Trains, and reads loss, accuracy and the norm of the gradient at every step, as initlab does."""
    update = optimizer(model.parameters(), lr=rate)
    loss_of = nn.CrossEntropyLoss()
    order = torch.randperm(count)
    for step in range(steps):
        batch = order[torch.arange(step * batch_size, (step + 1) * batch_size) % count]
        update.zero_grad()
        output = model(images[batch])
        loss = loss_of(output, labels[batch])
        loss.backward()
        norm = torch.sqrt(sum((p.grad**2).sum() for p in model.parameters()))
        accuracy = (output.argmax(1) == labels[batch]).float().mean()
        update.step()
        if loss.item() != loss.item():
            return
        (norm.item(), accuracy.item())


def evaluate(model):
    with torch.no_grad():
        output = model(exam)
        (nn.functional.cross_entropy(output, answers).item(), (output.argmax(1) == answers).float().mean().item())


def dead(model, count):
    """Looks at the activations of the first images, and counts the units that are off for all of them."""
    with torch.no_grad():
        signal, shares = images[:count], []
        for layer in model:
            signal = layer(signal)
            if isinstance(layer, (nn.ReLU, nn.LeakyReLU)):
                axes = [axis for axis in range(signal.dim()) if axis != 1]
                shares.append((signal.amax(axes) <= 0).float().mean().item())
        return shares


def compared(model, steps, rate, look=0, **options):
    train(model, steps, rate, **options)
    evaluate(model)
    if look:
        dead(model, look)


def why_initialization():
    def deep(std):
        return cnn(8, 8, std)

    for std, steps in [(fixed(0.01), 80), (fixed(0.5), 2), (fixed(1 / 72), 80), (he, 80)]:
        for seed in range(5):
            compared(deep(std), 80 if seed == 0 else steps, 0.05, look=64)
    for _ in range(3):
        compared(deep(he), 80, 0.05)
    for rate, optimizer in [(0.005, torch.optim.SGD), (0.5, torch.optim.SGD), (0.01, torch.optim.Adam)]:
        for std in [fixed(0.01), fixed(0.5), fixed(1 / 72), he]:
            compared(deep(std), 40, rate, optimizer=optimizer)
    for rate in [0.05, 0.005]:
        for seed in range(5):
            compared(deep(fixed(0.25)), 3 if rate == 0.05 and seed < 3 else 80, rate)


def he_rule():
    for std in [he, lambda fan_in: he(fan_in) / 2**0.5, fixed(0.01)]:
        for _ in range(5):
            compared(cnn(8, 8, std), 80, 0.05)


def dead_relu():
    wrecks = []
    for _ in range(5):
        model = cnn(3, 12, he)
        train(model, 60, 0.05)
        evaluate(model)
        dead(model, 500)
        train(model, 3, 0.05)
        train(model, 40, 0.05)
        dead(model, 500)
        evaluate(model)
        wrecks.append(model)
    for _ in range(5):
        model = mlp(5, 100, he)
        train(model, 100, 0.1, batch_size=50, count=500)
        dead(model, 500)
    for rate in [0.05, 0.5]:
        for std, slope in [(he, 0), (lambda fan_in: he(fan_in, 2), 0), (he, 0.01)]:
            for _ in range(5):
                compared(mlp(4, 100, std, slope), 60 if rate == 0.05 else 10, rate, look=500)
    for model in wrecks:
        dead(model, 500)
        train(model, 80, 0.05)
        dead(model, 500)
        evaluate(model)
